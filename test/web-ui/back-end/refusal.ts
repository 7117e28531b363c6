// What the routes of the test's back end throw; the contract's error body is made of it.

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    what: string,
    more: {readonly hint?: string; readonly retryAfter?: number} = {},
  ) {
    super(what);
    this.status = status;
    this.code = code;
    this.hint = more.hint;
    this.retryAfter = more.retryAfter;
  }
}

export function refusalBody(error: unknown): {readonly status: number; readonly body: object} {
  if (error instanceof Refusal) {
    const {code, message, hint} = error;
    return {
      status: error.status,
      body: {error: {code, where: 'test', what: message, ...(hint === undefined ? {} : {hint})}},
    };
  }
  const status = numberIn(error, 'status') ?? numberIn(error, 'statusCode') ?? 500;
  const what = error instanceof Error ? error.message : String(error);
  return {status, body: {error: {code: 'internal', where: 'test', what}}};
}

/** The pages' own refusals have a `status`, Fastify's a `statusCode`. */
function numberIn(error: unknown, key: string): number | undefined {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'number' ? value : undefined;
}
