// From wanting something done to asking for its plan: the menu of actions, the questions for its input, remedies, overrides.

import type {ActionField, ActionOffer, ActionRequest, ActionValue} from '../model/action-offer.ts';
import type {Finding} from '../model/finding.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {Layer, LayerOf} from './layer.ts';
import {atStart} from './layer.ts';
import {pushLayer, replaceTop} from './layer-stack.ts';
import {openPhases} from './reduce-phases.ts';
import {askForPlan} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled} from './reduction.ts';

/** What the cursor is about: an action offered there is offered for this. */
export type ActionContext = {readonly service: ServiceId | null; readonly host: HostName | null};

/** `a`: everything that can be done, first what concerns the service or controller under the cursor. */
export function openActions(state: ConsoleState, item: string | null, finding: Finding | undefined): ConsoleState {
  if (state.layers.some(({kind}) => isAskingForPlan(kind))) return state;
  return pushLayer(state, {kind: 'actions', cursor: atStart, ...contextOf(state, item, finding)});
}

function isAskingForPlan(kind: Layer['kind']): boolean {
  return ['actions', 'choose', 'field', 'phases', 'plan'].includes(kind);
}

function contextOf(state: ConsoleState, item: string | null, finding: Finding | undefined): ActionContext {
  const layer = topLayer(state);
  const named = item?.slice(item.indexOf(':') + 1) ?? '';
  const pointed = item?.startsWith('service:') === true ? services.find((one) => one === named) : undefined;
  const own = layer.kind === 'service' ? layer.service : null;
  const column = layer.cursor.column > 0 ? (state.summary.controllers[layer.cursor.column - 1] ?? null) : null;
  const page = layer.kind === 'controller' ? layer.host : column;
  const host = finding === undefined || finding.where === 'cluster' ? page : finding.where;
  return {service: pointed ?? finding?.service ?? own, host};
}

/** The offers in the order of the menu: about this service, about the whole cluster, about other services. */
export function menuOf(offers: readonly ActionOffer[], service: ServiceId | null): readonly ActionOffer[] {
  if (service === null) return offers;
  const rank = (offer: ActionOffer): number =>
    offer.services.includes(service) ? 0 : offer.services.length === 0 ? 1 : 2;
  return [...offers].sort((a, b) => rank(a) - rank(b));
}

/** Enter on an offer: its phases dialog, its first question, or its plan at once. */
export function beginAction(state: ConsoleState, id: string, context: ActionContext): Reduction {
  const offer = state.summary.actions.find((one) => one.id === id);
  if (offer === undefined) return settled(notify(state, 'notice.no-action', {action: id}));
  if (offer.id === 'phases') return settled(openPhases(withoutMenu(state)));
  return askNext(state, offer, {action: id, input: prefilled(offer, context), overrides: []}, 0);
}

function withoutMenu(state: ConsoleState): ConsoleState {
  return {...state, layers: state.layers.filter(({kind}) => kind !== 'actions')};
}

/** What the place from which it was asked says already: a service under the cursor. A host is chosen by hand, always. */
function prefilled(offer: ActionOffer, {service}: ActionContext): ActionRequest['input'] {
  const field = offer.fields.find(
    ({kind, name, choices}) =>
      service !== null && name === 'service' && (kind === 'service' || choices?.includes(service)),
  );
  return field === undefined || service === null ? {} : {[field.name]: service};
}

/** The next question from field `from` on whose answer is not known yet; after the last one the plan is asked for. */
function askNext(state: ConsoleState, offer: ActionOffer, request: ActionRequest, from: number): Reduction {
  const index = offer.fields.findIndex((field, at) => at >= from && request.input[field.name] === undefined);
  const field = offer.fields[index];
  if (field === undefined) return askForPlan(state, request);
  if (choicesOf(state, field).length > 0) {
    return settled(pushLayer(state, {kind: 'choose', cursor: atStart, request, field: index}));
  }
  return settled(pushLayer(state, {kind: 'field', cursor: atStart, request, field: index, text: '', fault: false}));
}

/** What can be chosen for that field; none: it is typed. */
export function choicesOf({summary}: ConsoleState, field: ActionField): readonly string[] {
  switch (field.kind) {
    case 'controller':
      return summary.controllers;
    case 'node':
      return summary.nodes;
    case 'service':
      return services.filter((service) => service !== 'host');
    case 'choice':
      return field.choices ?? [];
    case 'flag':
      return ['yes', 'no'];
    case 'text':
    case 'number':
      return [];
  }
}

/** The items of a choice, as the cursor knows them; first, where that is allowed, not to choose at all. */
export function choiceItems(state: ConsoleState, field: ActionField): readonly string[] {
  const choices = choicesOf(state, field).map((choice) => `choice:${choice}`);
  return field.required || field.kind === 'flag' ? choices : ['choice:', ...choices];
}

export function fieldOf(state: ConsoleState, layer: LayerOf<'choose' | 'field'>): ActionField | undefined {
  return offerOfRequest(state, layer.request)?.fields[layer.field];
}

export function offerOfRequest({summary}: ConsoleState, {action}: ActionRequest): ActionOffer | undefined {
  return summary.actions.find(({id}) => id === action);
}

/** Enter on a choice. */
export function choose(state: ConsoleState, value: string): Reduction {
  const layer = topLayer(state);
  if (layer.kind !== 'choose') return settled(state);
  const field = fieldOf(state, layer);
  const known = field !== undefined && choiceItems(state, field).includes(`choice:${value}`);
  if (!known) return settled(state);
  return answered(state, layer, field, field.kind === 'flag' ? value === 'yes' : value);
}

/** Enter in a typed field. Nothing typed is an answer only where one may be left out. */
export function acceptField(state: ConsoleState): Reduction {
  const layer = topLayer(state);
  if (layer.kind !== 'field') return settled(state);
  const field = fieldOf(state, layer);
  if (field === undefined) return settled(state);
  const text = layer.text.trim();
  const bad = (text === '' && field.required) || (field.kind === 'number' && !Number.isFinite(Number(text)));
  if (bad) return settled(replaceTop(state, {...layer, fault: true}));
  return answered(state, layer, field, field.kind === 'number' && text !== '' ? Number(text) : text);
}

function answered(
  state: ConsoleState,
  layer: LayerOf<'choose' | 'field'>,
  field: ActionField,
  value: ActionValue,
): Reduction {
  const offer = offerOfRequest(state, layer.request);
  if (offer === undefined) return settled(state);
  const given = value === '' || value === false ? {} : {[field.name]: value};
  const request = {...layer.request, input: {...layer.request.input, ...given}};
  return askNext(state, offer, request, layer.field + 1);
}

/** The key of a remedy: the plan that a finding says would help. */
export function remedyFor(state: ConsoleState, finding: Finding | undefined): Reduction {
  const word = finding?.remedy?.split(' ', 1)[0];
  if (finding === undefined || word === undefined) return settled(notify(state, 'notice.no-remedy'));
  if (state.layers.some(({kind}) => isAskingForPlan(kind))) return settled(notify(state, 'notice.close-plan-first'));
  if (word === 'start' || word === 'setup') return startRemedy(state, finding);
  const known = state.summary.actions.some(({id}) => id === word);
  if (!known) return settled(notify(state, 'notice.remedy-elsewhere', {remedy: finding.remedy ?? ''}));
  const host = finding.where === 'cluster' ? null : finding.where;
  return beginAction(state, word, {service: finding.service ?? null, host});
}

/** Converging the phase of the service that is not well; without such a phase the choice is the operator's. */
function startRemedy(state: ConsoleState, {service}: Finding): Reduction {
  const phase = state.summary.phases.find(({name}) => name === service);
  if (phase === undefined) return settled(openPhases(state));
  return askForPlan(state, {
    action: 'phases',
    input: {from: phase.number, to: phase.number},
    overrides: [],
  });
}

/** Asks the refused action again with one refusal overridden: only one that says that it may be (DESIGN §3). */
export function overrideRefusal(state: ConsoleState, finding: Finding | undefined): Reduction {
  const layer = topLayer(state);
  if (layer.kind !== 'plan' || finding === undefined) return settled(state);
  if (finding.overridable !== true) return settled(notify(state, 'notice.not-overridable'));
  if (state.mode.kind === 'watch') return settled(notify(state, 'notice.need-operate'));
  const override = `${finding.code}:${finding.where}`;
  const overrides = [...new Set([...layer.request.overrides, override])];
  const below: ConsoleState = {...state, layers: state.layers.slice(0, -1)};
  return askForPlan(below, {...layer.request, overrides});
}
