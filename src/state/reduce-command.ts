// What each command of the key table means for the state.

import type {CommandId} from '../model/command.ts';
import type {Finding} from '../model/finding.ts';
import {services} from '../model/service.ts';
import type {ConsoleEvent, Extent} from './console-event.ts';
import type {ConsoleState} from './console-state.ts';
import {topLayer} from './console-state.ts';
import type {LayerOf} from './layer.ts';
import {atStart} from './layer.ts';
import {openPage, popLayer, pushLayer, replaceTop} from './layer-stack.ts';
import {orderOf, orderText} from './list-order.ts';
import {indexOfItem, moveColumn, moveCursor} from './move-cursor.ts';
import {findingUnder, openItem} from './open-item.ts';
import {goBack, openPageByWord, quit} from './open-page.ts';
import {openReading, readingBehind, readingOfItem} from './open-reading.ts';
import {openCommandPrompt, openFilterPrompt} from './prompt.ts';
import {acceptField, openActions, overrideRefusal, remedyFor} from './reduce-action.ts';
import {acknowledge} from './reduce-alerts.ts';
import {otherField, planBeneath} from './reduce-confirm.ts';
import {reduceLogs} from './reduce-logs.ts';
import {enterOperate, toggleOperate} from './reduce-mode.ts';
import {chooseRange, openPhases} from './reduce-phases.ts';
import {acceptPlan, askForPlan, openRun, planOf, submitConfirmation} from './reduce-plan.ts';
import {reducePrompt} from './reduce-prompt.ts';
import {reduceReplay} from './reduce-replay.ts';
import {askToCancel, followed, undoRun} from './reduce-run-keys.ts';
import {editText} from './reduce-text.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled, withEffect} from './reduction.ts';

type Command = Extract<ConsoleEvent, {type: 'command'}>;

export function reduceCommand(state: ConsoleState, {id, extent}: Command): Reduction {
  if (state.prompt !== null) return reducePrompt(state, id);
  const moved = moveCursor(state, id, extent);
  if (moved !== undefined) return settled(moved);
  return (
    reduceReplay(state, id) ??
    reduceLogs(state, id) ??
    reducePages(state, id, extent) ??
    reduceDialogs(state, id, extent) ??
    settled(editText(state, id) ?? state)
  );
}

/** Commands that lead from page to page. */
function reducePages(state: ConsoleState, id: CommandId, extent: Extent): Reduction | undefined {
  switch (id) {
    case 'open':
      return openItem(state, itemUnderCursor(state, extent));
    case 'back':
      return settled(goBack(state));
    case 'no':
      return settled(popLayer(state));
    case 'sort':
      return settled(sort(state));
    case 'next':
      return settled(sideways(state, extent, 1));
    case 'previous':
      return settled(sideways(state, extent, -1));
    case 'column-right':
      return settled(moveColumn(state, 1));
    case 'column-left':
      return settled(moveColumn(state, -1));
    case 'evidence':
      return openEvidence(state, itemUnderCursor(state, extent));
    case 'runs':
    case 'drill':
    case 'help':
    case 'events':
    case 'sites':
      return openPageByWord(state, id);
    case 'refresh':
      return refresh(state);
    case 'redraw':
      return withEffect({...state, drawing: state.drawing + 1}, {type: 'redraw'});
    case 'quit':
      return quit(state);
    default:
      return openServiceByNumber(state, id);
  }
}

/** Commands of dialogs: modes, phases, plans, confirmations, runs. */
function reduceDialogs(state: ConsoleState, id: CommandId, extent: Extent): Reduction | undefined {
  const layer = topLayer(state);
  switch (id) {
    case 'operate':
      return settled(toggleOperate(state));
    case 'actions':
      return settled(openActions(state, itemUnderCursor(state, extent), findingHere(state, extent)));
    case 'remedy':
      return remedyFor(state, findingHere(state, extent));
    case 'override':
      return overrideRefusal(state, findingHere(state, extent));
    case 'accept':
      return layer.kind === 'acknowledge' ? acknowledge(state, layer) : acceptField(state);
    case 'command':
      return settled(openCommandPrompt(state));
    case 'filter':
      return settled(openFilterPrompt(state));
    case 'phases':
      return settled(openPhases(state));
    case 'range-first':
    case 'range-last':
    case 'range-only':
    case 'range-all':
      return settled(chooseRange(state, id, itemUnderCursor(state, extent)));
    case 'show-plan':
      return layer.kind === 'phases'
        ? askForPlan(state, {action: 'phases', input: layer.range, overrides: []})
        : undefined;
    case 'show-same':
      return layer.kind === 'plan' ? settled(replaceTop(state, {...layer, showSame: !layer.showSame})) : undefined;
    case 'yes':
      return answerYes(state);
    case 'submit':
      return submitConfirmation(state);
    case 'next-field':
      return settled(nextField(state));
    case 'commands':
      return layer.kind === 'run' || layer.kind === 'step' || layer.kind === 'drill'
        ? settled(pushLayer(state, {kind: 'commands', cursor: atStart, runId: layer.runId}))
        : undefined;
    case 'undo':
      return undoRun(state);
    case 'follow':
      return layer.kind === 'run' ? settled(replaceTop(state, followed(state, layer))) : undefined;
    case 'cancel-run':
      return settled(askToCancel(state));
    default:
      return undefined;
  }
}

/** Asks everything again, and shows what was answered last behind the evidence that is open. */
function refresh(state: ConsoleState): Reduction {
  const layer = topLayer(state);
  const about =
    layer.kind === 'reading' ? layer.about : layer.kind === 'evidence' ? readingBehind(layer.finding) : undefined;
  const drawn = {...state, drawing: state.drawing + 1};
  return about === undefined
    ? withEffect(drawn, {type: 'refresh'})
    : withEffect(drawn, {type: 'refresh'}, {type: 'recall', about});
}

/** What the cell under the cursor rests on; on a finding the same as Enter. */
function openEvidence(state: ConsoleState, item: string | null): Reduction {
  if (item === null) return settled(state);
  const about = readingOfItem(state, item);
  return about === undefined ? openItem(state, item) : openReading(state, about);
}

/** The finding that the cursor is on, or that the page is about. */
function findingHere(state: ConsoleState, extent: Extent): Finding | undefined {
  const layer = topLayer(state);
  if (layer.kind === 'evidence') return layer.finding;
  const item = itemUnderCursor(state, extent);
  return item === null ? undefined : findingUnder(state, item);
}

function itemUnderCursor(state: ConsoleState, extent: Extent): string | null {
  const items = extent.items ?? [];
  return items[indexOfItem(topLayer(state).cursor, items)] ?? null;
}

function openServiceByNumber(state: ConsoleState, id: CommandId): Reduction | undefined {
  const number = /^service-(\d)$/.exec(id)?.[1];
  const service = number === undefined ? undefined : services[Number(number) - 1];
  return service === undefined ? undefined : settled(openPage(state, {kind: 'service', cursor: atStart, service}));
}

/** Tab: on the overview from the services to the findings and back, on a service to the next one. */
function sideways(state: ConsoleState, extent: Extent, step: 1 | -1): ConsoleState {
  const layer = topLayer(state);
  if (layer.kind === 'service') {
    const index = (services.indexOf(layer.service) + step + services.length) % services.length;
    return replaceTop(state, {...layer, cursor: atStart, service: services[index] ?? layer.service});
  }
  if (layer.kind === 'controller') return otherController(state, layer, step);
  const items = extent.items ?? [];
  const onService = (items[indexOfItem(layer.cursor, items)] ?? '').startsWith('service:');
  const wanted = items.find((item) => item.startsWith('service:') !== onService);
  return wanted === undefined ? state : replaceTop(state, {...layer, cursor: {...layer.cursor, item: wanted}});
}

function otherController(state: ConsoleState, layer: LayerOf<'controller'>, step: 1 | -1): ConsoleState {
  const {controllers} = state.summary;
  const index = (controllers.indexOf(layer.host) + step + controllers.length) % controllers.length;
  return replaceTop(state, {...layer, cursor: atStart, host: controllers[index] ?? layer.host});
}

/** `s`: the next order of the list on top, and says which. */
function sort(state: ConsoleState): ConsoleState {
  const layer = topLayer(state);
  const sorted = replaceTop(state, {...layer, cursor: {...layer.cursor, order: layer.cursor.order + 1}});
  const order = orderOf(topLayer(sorted));
  return order === undefined ? state : notify(sorted, orderText(order));
}

function answerYes(state: ConsoleState): Reduction {
  const layer = topLayer(state);
  switch (layer.kind) {
    case 'attach':
      return openRun(popLayer(state), layer.runId);
    case 'operate':
      return settled(enterOperate(popLayer(state)));
    case 'plan':
      return acceptPlan(state, layer);
    case 'cancel':
      return state.mode.kind === 'operate'
        ? withEffect(notify(popLayer(state), 'notice.cancel-asked', {run: layer.runId}), {
            type: 'cancel-run',
            runId: layer.runId,
          })
        : settled(popLayer(state));
    case 'quit':
      return withEffect(state, {type: 'quit'});
    default:
      return settled(state);
  }
}

function nextField(state: ConsoleState): ConsoleState {
  const layer = topLayer(state);
  const plan = planBeneath(state)?.status;
  if (layer.kind !== 'confirm' || plan?.kind !== 'planned') return state;
  const danger = planOf(plan.plan.result)?.danger ?? 'safe';
  return replaceTop(state, otherField(layer, danger));
}
