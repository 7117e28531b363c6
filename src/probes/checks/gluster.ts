// Checks of gluster that plans may name.

import type {CheckGroup} from './check-group.ts';

export const glusterChecks: CheckGroup = {};
