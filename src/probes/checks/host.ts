// Checks of host that plans may name.

import type {CheckGroup} from './check-group.ts';

export const hostChecks: CheckGroup = {};
