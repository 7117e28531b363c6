// Messages of findings about redis, by code.

import type {Messages} from '../messages.ts';

export const redisMessages: Messages = {};
