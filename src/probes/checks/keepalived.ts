// Checks of keepalived that plans may name.

import type {CheckGroup} from './check-group.ts';

export const keepalivedChecks: CheckGroup = {};
