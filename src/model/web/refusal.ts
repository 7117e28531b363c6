// Why a web service says no: the shape of one entry of the table of refusals (refusals.ts).

import type {Message} from '../message.ts';

/** The HTTP statuses of the contract (docs/decisions/0018); 408 and 500 are the server's own. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 408 | 409 | 413 | 422 | 429 | 500 | 502 | 503;

/** `{name}` in a text is filled from the refusal's parameters. */
export type RefusalText = {
  readonly status: RefusalStatus;
  readonly what: Message;
  readonly hint?: Message;
};

export type RefusalTable = Readonly<Record<string, RefusalText>>;
