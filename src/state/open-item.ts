// Enter: opens what the cursor is on. Items are named by the screens as `service:…`, `finding:…`, `run:…`, `step:…`, `ask:…`.

import type {Finding} from '../model/finding.ts';
import type {ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import {keyFindings} from './finding-key.ts';
import {atStart} from './layer.ts';
import {pushLayer} from './layer-stack.ts';
import {openFinding, openReading, readingOfItem} from './open-reading.ts';
import {beginAction, choose} from './reduce-action.ts';
import {openAcknowledge} from './reduce-alerts.ts';
import {openRun} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {settled, withEffect} from './reduction.ts';

export function openItem(state: ConsoleState, item: string | null): Reduction {
  if (item === null) return settled(state);
  const name = item.slice(item.indexOf(':') + 1);
  if (item.startsWith('ask:')) return openReading(state, readingOfItem(state, item));
  if (item.startsWith('service:')) return openFromMatrix(state, item, name);
  if (item.startsWith('action:')) return openOffer(state, name);
  if (item.startsWith('alert:')) return settled(openAcknowledge(state, name));
  if (item.startsWith('site:')) return enterSite(state, name);
  if (item.startsWith('choice:')) return choose(state, name);
  if (item.startsWith('run:')) return openRun(state, name);
  if (item.startsWith('step:')) return settled(openStep(state, name));
  const finding = findingUnder(state, item);
  return finding === undefined ? settled(state) : openFinding(state, finding);
}

/** A row of the matrix opens its service; with a column chosen, that controller. On a controller's page, its evidence. */
function openFromMatrix(state: ConsoleState, item: string, name: string): Reduction {
  const layer = topLayer(state);
  if (layer.kind === 'controller') return openReading(state, readingOfItem(state, item));
  const host = layer.cursor.column > 0 ? state.summary.controllers[layer.cursor.column - 1] : undefined;
  if (layer.kind === 'overview' && host !== undefined) {
    return settled(pushLayer(state, {kind: 'controller', cursor: atStart, host}));
  }
  return settled(openService(state, name));
}

function openService(state: ConsoleState, name: string): ConsoleState {
  const service: ServiceId | undefined = services.find((one) => one === name);
  return service === undefined ? state : pushLayer(state, {kind: 'service', cursor: atStart, service});
}

/** Into that cluster; the one that is shown already is only a step back. */
function enterSite(state: ConsoleState, name: string): Reduction {
  const closed: ConsoleState = {...state, layers: state.layers.slice(0, 1)};
  return name === state.summary.cluster ? settled(closed) : withEffect(closed, {type: 'enter-site', name});
}

function openOffer(state: ConsoleState, id: string): Reduction {
  const layer = topLayer(state);
  return layer.kind === 'actions' ? beginAction(state, id, layer) : settled(state);
}

function openStep(state: ConsoleState, step: string): ConsoleState {
  const layer = topLayer(state);
  if (layer.kind === 'run') return pushLayer(state, {kind: 'step', cursor: atStart, runId: layer.runId, step});
  return layer.kind === 'plan' ? pushLayer(state, {kind: 'plan-step', cursor: atStart, step}) : state;
}

/** The finding of that key: of the judgement, of the plan that is shown, or of the run's notes. */
export function findingUnder(state: ConsoleState, key: string): Finding | undefined {
  return keyFindings(findingsOnTop(state)).find((keyed) => keyed.key === key)?.finding;
}

/** The findings that the top layer lists. Screens list the same ones under the same keys. */
export function findingsOnTop(state: ConsoleState): readonly Finding[] {
  const layer = topLayer(state);
  if (layer.kind === 'run') return state.run?.notes ?? [];
  if (layer.kind === 'plan') {
    if (layer.status.kind !== 'planned' && layer.status.kind !== 'starting') return [];
    const {result} = layer.status.plan;
    return result.kind === 'refusal' ? result.findings : result.plan.notes;
  }
  const findings = state.judgement?.findings ?? [];
  if (layer.kind === 'controller') return findings.filter((finding) => finding.where === layer.host);
  return layer.kind === 'service' ? findings.filter((finding) => finding.service === layer.service) : findings;
}
