// Which alerts were seen, by whom and with which words: the cluster's, not this browser's.

import type {Question} from './ask.ts';
import type {Of} from './shape.ts';
import {list, moment, object, string} from './shape.ts';

const acknowledged = object({id: string, by: string, at: moment, comment: string});

export type Acknowledged = Of<typeof acknowledged>;

const path = '/api/monitoring/acknowledgements';

export function askAcknowledged(): Question<readonly Acknowledged[]> {
  return {path, shape: list(acknowledged)};
}

export function sayAcknowledged(id: string, comment: string): Question<Acknowledged> {
  return {path, method: 'POST', body: {id, comment}, shape: acknowledged};
}
