// Titles of the facts in the service panes, by `fact.KEY`. A key without a title is shown as it is, with spaces.

import type {Message} from '../messages.ts';

export const factTexts = {
  'fact-value.yes': {en: 'yes', ko: '예'},
  'fact-value.no': {en: 'no', ko: '아니요'},
} as const satisfies Readonly<Record<string, Message>>;
