// The one catalogue of the pages: their own words over those of the console, so that the same thing has the same name everywhere.

import {fillTemplate} from '../../../src/model/fill-template.ts';
import type {FindingParams} from '../../../src/model/finding.ts';
import type {Language, Messages} from '../../../src/model/message.ts';
import {uiTexts} from '../../../src/model/ui-text.ts';
import {adminTexts} from './admin.ts';
import {chartTexts} from './charts.ts';
import {fileTexts} from './files.ts';
import {findingPageTexts} from './findings.ts';
import {frameTexts} from './frame.ts';
import {jobTexts} from './jobs.ts';
import {monitoringTexts} from './monitoring.ts';
import {glanceTexts} from './overview.ts';

import {sessionTexts} from './session.ts';

export const pageTexts = {
  ...frameTexts,
  ...sessionTexts,
  ...glanceTexts,
  ...findingPageTexts,
  ...monitoringTexts,
  ...jobTexts,
  ...fileTexts,
  ...adminTexts,
  ...chartTexts,
} as const;

const texts = {...uiTexts, ...pageTexts};

export type TextId = keyof typeof texts;

export function textOf(language: Language, id: TextId, params: FindingParams = {}): string {
  return fillTemplate(texts[id][language], params);
}

/** The text of an id that may not exist (a state or a fact nobody named yet); undefined where there is none. */
export function textIfAny(language: Language, id: string): string | undefined {
  const all: Messages = texts;
  return all[id]?.[language];
}
