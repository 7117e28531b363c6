// Messages of findings about keepalived, by code.

import type {Messages} from '../messages.ts';

export const keepalivedMessages: Messages = {};
