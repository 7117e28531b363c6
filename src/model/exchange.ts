// An Exchange: one question to a controller as it was sent and the answer as it came, so that nobody has to believe a verdict.

import type {Instant} from './reading.ts';

export type Exchange = {
  /** Command line, query or Redis command as sent. */
  readonly command: string;
  /** Raw output, already free of terminal escapes; of a failure what went wrong. */
  readonly answer: string;
  /** `failed`: there was no answer. */
  readonly kind: 'answer' | 'failed';
  /** When it was sent. */
  readonly at: Instant;
  readonly tookMs: number;
  /** Characters of the answer that are not kept. */
  readonly cut: number;
};
