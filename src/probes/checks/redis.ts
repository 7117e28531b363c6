// Checks of redis that plans may name.

import type {CheckGroup} from './check-group.ts';

export const redisChecks: CheckGroup = {};
