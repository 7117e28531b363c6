// Messages of findings about host, by code.

import type {Messages} from '../messages.ts';

export const hostMessages: Messages = {};
