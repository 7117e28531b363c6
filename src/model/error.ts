// The one error type: what went wrong, where, what to do about it, in a shape that screen, JSON and text share.

/** Kinds of failure. The command line maps each to an exit code (DESIGN §4); everything else is shown as written. */
export type ErrorCode =
  | 'usage'
  | 'bad-data'
  | 'unreachable'
  | 'auth'
  | 'host-key'
  | 'timeout'
  | 'cancelled'
  | 'command'
  | 'parse'
  | 'locked'
  | 'refused'
  | 'config'
  | 'missing'
  | 'bug';

export type ErrorDetail = {
  readonly code: ErrorCode;
  /** Controller, file, or part of the program that the failure belongs to. */
  readonly where: string;
  /** One sentence in the present or past tense: what happened. */
  readonly what: string;
  /** What the operator does next; a command where one helps. */
  readonly hint?: string;
  readonly cause?: unknown;
};

/** Thrown by everything in this program that fails on purpose. A brand, not `instanceof`, tells it apart across bundles. */
export class HpchaError extends Error {
  readonly code: ErrorCode;
  readonly where: string;
  readonly what: string;
  readonly hint: string | undefined;
  readonly isHpchaError = true;

  constructor(detail: ErrorDetail) {
    super(`${detail.where}: ${detail.what}`, detail.cause === undefined ? undefined : {cause: detail.cause});
    this.name = 'HpchaError';
    this.code = detail.code;
    this.where = detail.where;
    this.what = detail.what;
    this.hint = detail.hint;
  }

  toJSON(): {code: ErrorCode; where: string; what: string; hint?: string; cause?: string} {
    return {
      code: this.code,
      where: this.where,
      what: this.what,
      ...(this.hint === undefined ? {} : {hint: this.hint}),
      ...(this.cause === undefined
        ? {}
        : {cause: this.cause instanceof Error ? this.cause.message : String(this.cause)}),
    };
  }
}

export function isHpchaError(value: unknown): value is HpchaError {
  return typeof value === 'object' && value !== null && 'isHpchaError' in value && value.isHpchaError === true;
}

/** Turns anything that was thrown into the one error type; what is not ours is a bug and says so. */
export function toHpchaError(thrown: unknown, where: string): HpchaError {
  if (isHpchaError(thrown)) return thrown;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return new HpchaError({code: 'bug', where, what, cause: thrown});
}
