// The hints line: the keys that matter on this page, by importance, cut between words.

import type {CommandEntry} from '../keys/command-table.ts';
import {commandsIn} from '../keys/find-command.ts';
import {keyName} from '../keys/key-name.ts';
import type {Finding} from '../model/finding.ts';
import type {ConsoleState} from '../state/console-state.ts';
import {topLayer} from '../state/console-state.ts';
import type {Layer, PlanLayer} from '../state/layer.ts';
import {findingsOnTop} from '../state/open-item.ts';
import {planOf} from '../state/reduce-plan.ts';
import {isGoingOn} from '../state/run-view.ts';
import {promptRow} from './command/prompt-rows.ts';
import type {Row} from './kit/row.ts';
import {rowWidth, span} from './kit/row.ts';
import type {Style} from './kit/style.ts';

export function hintsRow(state: ConsoleState, style: Style, width: number): Row {
  if (state.prompt !== null) return promptRow(state.prompt, state.afterCaret, style, width);
  const scope = topLayer(state).kind;
  const entries = commandsIn(scope)
    .filter((entry) => entry.hint !== undefined && isUseful(entry, state))
    .sort((a, b) => (a.hint ?? 0) - (b.hint ?? 0));
  // Help and quit are always there; what is between them gives way from the right.
  const last = entries.filter((entry) => (entry.hint ?? 0) >= 30).map((entry) => hint(entry, style));
  const first = entries.filter((entry) => (entry.hint ?? 0) < 30).map((entry) => hint(entry, style));
  let room = width - 1 - last.reduce((sum, row) => sum + rowWidth(row), 0);
  const shown: Row[] = [];
  for (const row of first) {
    room -= rowWidth(row);
    if (room < 0) break;
    shown.push(row);
  }
  return [span(' '), ...shown.flat(), ...last.flat()];
}

function hint(entry: CommandEntry, style: Style): Row {
  const key = entry.id === 'service-1' ? '1-7' : keyName(entry.keys[0] ?? '', style.glyphs.name);
  return [span(key, 'strong'), span(` ${style.say(`hint.${entry.id}`)}  `, 'dim')];
}

/** A hint that would do nothing here is noise. */
function isUseful(entry: CommandEntry, state: ConsoleState): boolean {
  const layer = topLayer(state);
  if (entry.id.startsWith('replay-')) return state.replay !== null;
  if (state.replay !== null && (entry.id === 'operate' || entry.id === 'phases')) return false;
  if (entry.id === 'down') return isText(layer.kind);
  if (entry.id === 'drill') return layer.kind !== 'drill' && state.run?.drill != null;
  if (entry.id === 'sites') return state.sites.length > 1;
  if (entry.id === 'back') return layer.kind !== 'overview' || state.sites.length > 1;
  if (entry.id === 'show-same') return isPlan(layer);
  if (entry.id === 'operate') return state.mode.kind === 'operate' || !state.mode.locked;
  if (entry.id === 'cancel-run') return state.mode.kind === 'operate' && state.run !== null && isGoingOn(state.run);
  if (entry.id === 'override') return isRefused(layer, (finding) => finding.overridable === true);
  if (entry.id === 'remedy') return hasRemedy(state, layer);
  if (layer.kind === 'plan' && entry.id === 'open') return isPlanned(layer);
  if (layer.kind === 'plan' && (entry.id === 'yes' || entry.id === 'no')) {
    return state.mode.kind === 'operate' && isPlanned(layer);
  }
  if (entry.id === 'actions' || entry.id === 'phases' || entry.id === 'runs' || entry.id === 'service-1')
    return !isDialog(layer.kind);
  return true;
}

/** There is a plan to open or to run, not a wait or a refusal. */
function isPlanned({status}: PlanLayer): boolean {
  return status.kind === 'planned' && planOf(status.plan.result) !== null;
}

function isRefused(layer: Layer, some: (finding: Finding) => boolean): boolean {
  if (layer.kind !== 'plan' || layer.status.kind !== 'planned') return false;
  const {result} = layer.status.plan;
  return result.kind === 'refusal' && result.findings.some(some);
}

function hasRemedy(state: ConsoleState, layer: Layer): boolean {
  const some = (finding: Finding): boolean => finding.remedy !== undefined;
  if (layer.kind === 'evidence') return some(layer.finding);
  if (layer.kind === 'plan') return false;
  return findingsOnTop(state).some(some);
}

function isPlan(layer: Layer): boolean {
  return layer.kind === 'plan' && isPlanned(layer);
}

/** Pages that are scrolled rather than walked through. */
function isText(kind: string): boolean {
  return ['evidence', 'reading', 'help', 'drill', 'step', 'plan-step'].includes(kind);
}

function isDialog(kind: string): boolean {
  return ['actions', 'choose', 'field', 'phases', 'plan', 'plan-step', 'confirm', 'operate', 'cancel', 'quit'].includes(
    kind,
  );
}
