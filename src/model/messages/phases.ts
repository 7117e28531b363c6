// Messages of findings about phases, by code.

import type {Messages} from '../messages.ts';

export const phaseMessages: Messages = {};
