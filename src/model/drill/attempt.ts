// One attempt of a canary, in Jepsen's words: ok acknowledged, fail surely not applied, info not known.

export type AttemptResult = 'ok' | 'fail' | 'info';

/** Times in milliseconds on the console's monotonic clock, 0 at the drill's begin. */
export type Attempt = {
  readonly stream: string;
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  readonly result: AttemptResult;
  /** Kind of failure: refused, timeout, READONLY, 1047 … */
  readonly why?: string;
};
