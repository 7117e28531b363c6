// Says the texts of a plan in the reader's language. A plan, its hash, its journal and its JSON are English, whoever made
// them: the English template of a text is its key, so that a journal of last year is read in Korean too.

import {fillTemplate} from './fill-template.ts';
import type {Language} from './message.ts';
import {cellTexts, conditionTexts, unseenTexts} from './plan-texts/cells.ts';
import {configurationTexts} from './plan-texts/configuration.ts';
import {drillTexts} from './plan-texts/drills.ts';
import {groundTexts} from './plan-texts/ground.ts';
import {lossTexts} from './plan-texts/losses.ts';
import {operationTexts} from './plan-texts/operations.ts';
import type {PlanTexts} from './plan-texts/plan-texts.ts';
import {recordTexts} from './plan-texts/records.ts';
import {runTexts} from './plan-texts/runs.ts';
import {serviceTitleTexts} from './plan-texts/services.ts';

export const planTexts: PlanTexts = {
  ...groundTexts,
  ...serviceTitleTexts,
  ...operationTexts,
  ...lossTexts,
  ...drillTexts,
  ...cellTexts,
  ...conditionTexts,
  ...unseenTexts,
  ...runTexts,
  ...recordTexts,
  ...configurationTexts,
};

/** A text of a plan (title, loss, reason, cell) in that language; what no catalogue knows stays as it was written. */
export function planWords(text: string, language: Language): string {
  if (language === 'en') return text;
  // Line by line: what a run saw mixes our words with output of programs.
  return text
    .split('\n')
    .map((line) => inKorean(line, mostNested) ?? line)
    .join('\n');
}

/** An account names a step, what it saw, the drill in that and its figures: five deep. Deeper ones nobody writes. */
const mostNested = 6;
/** Longer texts are output of programs, not ours. */
const longest = 2_000;

/** `word`: names, as they stand; `text`: any text, read too where it is known; `known`: only a text that is. */
type Hole = {readonly name: string; readonly holds: 'word' | 'text' | 'known'};
type Pattern = {
  readonly literal: number;
  /** How a text of it begins: quicker to see than the whole. */
  readonly begins: string;
  readonly match: RegExp;
  readonly holes: readonly Hole[];
  readonly korean: string;
};

const holeOf = /\{([*=]?)(\w+)\}/g;
/** A word, or several with commas or `and` between them: names of controllers. */
const words = String.raw`(\S+?(?:(?:, | and )\S+?)*)`;

const exact = new Map(Object.entries(planTexts));

/** The one that says the most itself comes first: `stop {unit} and mask it` before `stop {unit}`. */
const patterns: readonly Pattern[] = Object.entries(planTexts)
  .filter(([english]) => english.includes('{'))
  .map(([english, korean]) => patternOf(english, korean))
  .toSorted((a, b) => b.literal - a.literal);

function patternOf(english: string, korean: string): Pattern {
  const holes = [...english.matchAll(holeOf)].map(
    ([, kind = '', name = '']): Hole => ({name, holds: kind === '=' ? 'known' : kind === '*' ? 'text' : 'word'}),
  );
  const pieces = english.split(/\{[*=]?\w+\}/);
  const source = pieces.map((piece, index) => literally(piece) + sourceOf(holes[index])).join('');
  return {
    literal: pieces.join('').length,
    begins: pieces[0] ?? '',
    match: new RegExp(`^${source}$`, 's'),
    holes,
    korean,
  };
}

function sourceOf(hole: Hole | undefined): string {
  if (hole === undefined) return '';
  return hole.holds === 'word' ? words : '(.+?)';
}

/** RegExp.escape is younger than the oldest Node that runs this. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function inKorean(text: string, depth: number): string | undefined {
  const whole = exact.get(text);
  if (whole !== undefined) return whole;
  if (depth === 0 || text.length > longest) return undefined;
  const several = severalOf(text, depth);
  if (several !== undefined) return several;
  for (const pattern of patterns) {
    const found = text.startsWith(pattern.begins) ? pattern.match.exec(text) : null;
    const said = found === null ? undefined : filled(pattern, found.slice(1), depth);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** undefined where a hole that wants a known text holds another one. */
function filled({holes, korean}: Pattern, values: readonly string[], depth: number): string | undefined {
  const params: Record<string, string> = {};
  for (const [index, {name, holds}] of holes.entries()) {
    const value = values[index] ?? '';
    const said = holds === 'word' ? value.replace(/^(\S+) and (\S+)$/, '$1, $2') : inKorean(value, depth - 1);
    if (said === undefined && holds === 'known') return undefined;
    params[name] = said ?? value;
  }
  return fillTemplate(korean, params);
}

/** Two plans made into one: their sentences one after another, their titles with semicolons. */
function severalOf(text: string, depth: number): string | undefined {
  for (const separator of ['; ', '. ']) {
    const parts = text.split(separator);
    if (parts.length < 2) continue;
    const ended = parts.map((part, index) => (separator === '. ' && index < parts.length - 1 ? `${part}.` : part));
    const said = ended.map((part) => inKorean(part, depth - 1));
    if (said.every((part) => part !== undefined)) return said.join(separator === '. ' ? ' ' : separator);
  }
  return undefined;
}
