// All refusals of the web services by code: status and words. A service adds a table of its own here.

import {fillTemplate} from '../fill-template.ts';
import type {FindingParams} from '../finding.ts';
import type {Language} from '../message.ts';
import {authRefusals} from './auth-refusals.ts';
import {fileRefusals} from './file-refusals.ts';
import {liveRefusals} from './live-refusals.ts';
import type {RefusalStatus, RefusalText} from './refusal.ts';
import {sessionRefusals} from './session-refusals.ts';
import {workRefusals} from './work-refusals.ts';

export const refusals = {
  ...sessionRefusals,
  ...authRefusals,
  ...fileRefusals,
  ...workRefusals,
  ...liveRefusals,
} as const satisfies Readonly<Record<string, RefusalText>>;

export type RefusalCode = keyof typeof refusals;

/** What the client is told: the status, and the sentences in its language. */
export function refusalWords(
  code: RefusalCode,
  params: FindingParams,
  language: Language,
): {readonly status: RefusalStatus; readonly what: string; readonly hint?: string} {
  const text: RefusalText = refusals[code];
  return {
    status: text.status,
    what: fillTemplate(text.what[language], params),
    ...(text.hint === undefined ? {} : {hint: fillTemplate(text.hint[language], params)}),
  };
}
