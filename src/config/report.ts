// What a check of the whole configuration hands its messages to, and how it finds a host's place in the file.

import type {ConfigMessage, KeyPath} from './message.ts';

/** The position in the file comes from the path. */
export type Report = (level: ConfigMessage['level'], path: KeyPath, what: string, hint?: string) => void;

/** Resolved hosts are sorted; this finds where the file has them. */
export type Places = {readonly controller: (name: string) => KeyPath; readonly compute: (name: string) => KeyPath};
