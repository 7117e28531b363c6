// Messages of findings about run, by code.

import type {Messages} from '../messages.ts';

export const runMessages: Messages = {};
