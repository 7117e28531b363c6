// Messages of findings about gluster, by code.

import type {Messages} from '../messages.ts';

export const glusterMessages: Messages = {};
