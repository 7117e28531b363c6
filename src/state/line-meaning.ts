// What a typed command line means to the console. The words are the command line's own; reading them is the composition's
// business (src/cli/console/command-line.ts), doing what they say is the reducer's.

import type {ActionRequest} from '../model/action-offer.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import type {ConsoleState} from './console-state.ts';
import {atStart} from './layer.ts';
import {openPage} from './layer-stack.ts';
import type {PageWord} from './open-page.ts';
import {openPageByWord, quit} from './open-page.ts';
import type {CommandPrompt} from './prompt.ts';
import {remembered} from './prompt.ts';
import {beginAction} from './reduce-action.ts';
import {toggleOperate} from './reduce-mode.ts';
import {askForPlan, openRun} from './reduce-plan.ts';
import type {Reduction} from './reduction.ts';
import {notify, settled, withEffect} from './reduction.ts';

export type LineMeaning =
  | {readonly kind: 'page'; readonly page: PageWord}
  | {readonly kind: 'service'; readonly service: ServiceId}
  | {readonly kind: 'controller'; readonly host: HostName}
  /** Everything that its command line says; what is missing is asked for if it is needed. */
  | {readonly kind: 'plan'; readonly request: ActionRequest}
  | {readonly kind: 'begin'; readonly action: string}
  | {readonly kind: 'run'; readonly runId: string}
  | {readonly kind: 'mode'; readonly mode: 'watch' | 'operate'}
  | {readonly kind: 'refresh'}
  | {readonly kind: 'quit'}
  /** A command that answers on stdout and has nothing to show here. */
  | {readonly kind: 'elsewhere'; readonly command: string}
  | {readonly kind: 'wrong'; readonly what: string};

/** The line has been read. What is wrong stays in the prompt, to be put right; everything else closes it. */
export function lineRead(state: ConsoleState, line: string, meaning: LineMeaning): Reduction {
  const {prompt} = state;
  if (meaning.kind === 'wrong' && prompt?.kind === 'command') {
    const wrong: CommandPrompt = {...prompt, fault: meaning.what, candidates: []};
    return settled({...state, prompt: wrong});
  }
  const closed: ConsoleState = {...state, prompt: null, history: remembered(state.history, line)};
  const {state: next, effects} = follow(closed, meaning);
  return withEffect(next, {type: 'keep-line', line}, ...effects);
}

function follow(state: ConsoleState, meaning: LineMeaning): Reduction {
  switch (meaning.kind) {
    case 'page':
      return openPageByWord(state, meaning.page);
    case 'service':
      return settled(openPage(state, {kind: 'service', cursor: atStart, service: meaning.service}));
    case 'controller':
      return settled(openPage(state, {kind: 'controller', cursor: atStart, host: meaning.host}));
    case 'plan':
      return askForPlan(withoutDialogs(state), meaning.request);
    case 'begin':
      return beginAction(withoutDialogs(state), meaning.action, {service: null, host: null});
    case 'run':
      return openRun(withoutDialogs(state), meaning.runId);
    case 'mode':
      return settled(changeMode(state, meaning.mode));
    case 'refresh':
      return withEffect(state, {type: 'refresh'});
    case 'quit':
      return quit(state);
    case 'elsewhere':
      return settled(notify(state, 'notice.elsewhere', {command: meaning.command}));
    case 'wrong':
      return settled(notify(state, 'notice.failed', {what: meaning.what}));
  }
}

/** A new wish takes the place of a dialog that is open: only the pages stay below it. */
function withoutDialogs(state: ConsoleState): ConsoleState {
  const dialogs = new Set([
    'actions',
    'choose',
    'field',
    'phases',
    'plan',
    'plan-step',
    'confirm',
    'operate',
    'cancel',
    'quit',
  ]);
  return {...state, layers: state.layers.filter(({kind}) => !dialogs.has(kind))};
}

/** The word is as careful as the key: entering operate mode asks. */
function changeMode(state: ConsoleState, mode: 'watch' | 'operate'): ConsoleState {
  if (state.mode.kind === mode) return state;
  return toggleOperate(state);
}
