// Checks of galera that plans may name.

import type {CheckGroup} from './check-group.ts';

export const galeraChecks: CheckGroup = {};
