// The words of the console itself in English and Korean. Findings have their own catalogue (messages.ts).

import {fillTemplate} from './fill-template.ts';
import type {FindingParams} from './finding.ts';
import type {Language, Message} from './message.ts';
import {actionTexts} from './ui-text/actions.ts';
import {dialogTexts} from './ui-text/dialogs.ts';
import {drillTexts} from './ui-text/drill.ts';
import {factTexts} from './ui-text/facts.ts';
import {keyTexts} from './ui-text/keys.ts';
import {logTexts} from './ui-text/logs.ts';
import {moveTexts} from './ui-text/moves.ts';
import {overviewTexts} from './ui-text/overview.ts';
import {replayTexts} from './ui-text/replay.ts';
import {runTexts} from './ui-text/runs.ts';
import {serviceTexts} from './ui-text/services.ts';

export const uiTexts = {
  ...overviewTexts,
  ...dialogTexts,
  ...actionTexts,
  ...moveTexts,
  ...runTexts,
  ...drillTexts,
  ...replayTexts,
  ...logTexts,
  ...keyTexts,
  ...factTexts,
  ...serviceTexts,
};

export type UiTextId = keyof typeof uiTexts;

/** The text of that id with its `{holes}` filled. */
export function uiText(language: Language, id: UiTextId, params: FindingParams = {}): string {
  return fillTemplate(uiTexts[id][language], params);
}

/** The text of an id that may not exist (a fact nobody named yet); undefined where there is none. */
export function uiTextIfAny(language: Language, id: string): string | undefined {
  const texts: Readonly<Record<string, Message>> = uiTexts;
  return texts[id]?.[language];
}
