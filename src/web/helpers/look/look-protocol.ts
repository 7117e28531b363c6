// What travels between realtime and the look helper: one JSON line a question, one or more JSON lines an answer.

import {z} from 'zod';
import type {ErrorCode} from '../../../model/error.ts';
import type {Output, RedisReply, SqlRow} from '../../../transport/host.ts';

export const lookSocketPath = '/run/hpcha/look.sock';

/** A question is a few words; a longer line is not one. */
export const longestQuestion = 16 * 1024;
/** An answer holds two streams of 1 MiB at most, and JSON may write a character as six. */
export const longestAnswer = 16 * 1024 * 1024;

const words = z.tuple([z.string()], z.string());
const id = z.int().nonnegative();

export const lookQuestionSchema = z.discriminatedUnion('ask', [
  z.strictObject({id, ask: z.literal('look'), argv: words}),
  z.strictObject({id, ask: z.literal('follow'), argv: words}),
  z.strictObject({id, ask: z.literal('query'), sql: z.string()}),
  z.strictObject({id, ask: z.literal('redis'), port: z.int(), command: words}),
  z.strictObject({id, ask: z.literal('ping')}),
  /** Ends the question of that id: whoever asked has gone. */
  z.strictObject({id, ask: z.literal('stop')}),
]);

export type LookQuestion = z.output<typeof lookQuestionSchema>;

export type LookFailure = {
  readonly code: ErrorCode;
  readonly where: string;
  readonly what: string;
  readonly hint?: string;
};

export type LookAnswer =
  | {readonly id: number; readonly kind: 'output'; readonly output: Output}
  | {readonly id: number; readonly kind: 'rows'; readonly rows: readonly SqlRow[]}
  | {readonly id: number; readonly kind: 'reply'; readonly reply: RedisReply}
  | {readonly id: number; readonly kind: 'pong'; readonly user: string; readonly clockOffsetMs: number}
  | {readonly id: number; readonly kind: 'line'; readonly line: string}
  | {readonly id: number; readonly kind: 'open'}
  | {readonly id: number; readonly kind: 'lost'; readonly error: LookFailure; readonly retryMs: number}
  | {readonly id: number; readonly kind: 'error'; readonly error: LookFailure};
