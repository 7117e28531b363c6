// Would the operator see a difference between two states? What nobody sees is not drawn: an idle console costs nothing.

import type {Judgement} from '../model/verdict.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {sameValue} from './same-value.ts';
import {selectAge} from './select-age.ts';

/** Facts are in the overview's cells only where a wide screen has room for them. */
export const wideColumns = 140;

/** The evidence's raw output changes with every look (times, counters); it is drawn along when something else changes. */
const unseen: ReadonlySet<string> = new Set(['evidence']);
/** A reading that was answered shows no age until it is stale (select-age.ts), so its moment is not seen either. */
const unseenIfFresh: ReadonlySet<string> = new Set(['evidence', 'at']);
const factsToo: ReadonlySet<string> = new Set(['evidence', 'at', 'facts']);

export function isVisibleChange(before: ConsoleState, after: ConsoleState): boolean {
  if (!sameApartFromData(before, after)) return true;
  if (dependsOnTime(after) && before.now !== after.now) return true;
  if (before.run !== after.run && runIsShown(after)) return true;
  if (before.logs !== after.logs && logIsMoving(after)) return true;
  if (!sameValue(before.runs, after.runs, unseen)) return true;
  if (before.recalled !== after.recalled) return true;
  if (before.snapshot !== after.snapshot && showsFacts(after)) return true;
  if (before.calm !== after.calm && isWideOverview(after)) return true;
  return !sameJudgement(before.judgement, after.judgement, after);
}

function sameApartFromData(before: ConsoleState, after: ConsoleState): boolean {
  return (
    before.layers === after.layers &&
    before.size === after.size &&
    before.mode.kind === after.mode.kind &&
    before.notice === after.notice &&
    before.prompt === after.prompt &&
    before.alerts === after.alerts &&
    (before.sites === after.sites || topLayer(after).kind !== 'sites') &&
    before.feed === after.feed &&
    before.unheard === after.unheard &&
    before.replay === after.replay &&
    before.language === after.language &&
    before.drawing === after.drawing
  );
}

/** Ages of what got lost or old move with the clock; everything else that was answered stands still. */
function dependsOnTime(state: ConsoleState): boolean {
  const {judgement} = state;
  const layer = topLayer(state);
  if (layer.kind === 'plan' && layer.status.kind === 'planning') return true;
  if (judgement === null) return false;
  const cells = Object.values(judgement.services).flatMap((service) => Object.values(service.controllers));
  return ['evidence', 'reading'].includes(layer.kind) || cells.some((cell) => selectAge(cell, state.now) !== null);
}

/** Lines that come while they are held are not seen; a controller that falls silent is. */
function logIsMoving(state: ConsoleState): boolean {
  return ['logs', 'log-filter'].includes(topLayer(state).kind);
}

function runIsShown(state: ConsoleState): boolean {
  return ['run', 'drill', 'step', 'quit', 'cancel'].includes(topLayer(state).kind) || state.run?.finished !== null;
}

/** Pages drawn from the facts themselves; stable-look.ts keeps those that look the same from being drawn. */
function showsFacts(state: ConsoleState): boolean {
  return ['service', 'controller', 'reading'].includes(topLayer(state).kind);
}

function isWideOverview(state: ConsoleState): boolean {
  return topLayer(state).kind === 'overview' && state.size.columns >= wideColumns;
}

function sameJudgement(before: Judgement | null, after: Judgement | null, state: ConsoleState): boolean {
  if (before === null || after === null) return before === after;
  const facts = showsFacts(state) || isWideOverview(state);
  return sameValue(before, after, facts ? unseenIfFresh : factsToo);
}
