// Messages of findings about galera, by code.

import type {Messages} from '../messages.ts';

export const galeraMessages: Messages = {};
