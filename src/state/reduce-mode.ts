// Watch and operate: entering, leaving, lapsing. What asks for a change is closed with the mode that it needs.

import type {Instant} from '../model/reading.ts';
import type {ConsoleState} from './console-state.ts';
import {operateLapseMs} from './console-state.ts';
import type {Layer} from './layer.ts';
import {atStart} from './layer.ts';
import {dropLayers, pushLayer} from './layer-stack.ts';
import {notify, withFeed} from './reduction.ts';

/** A key was pressed: time moves, operate mode is in use, an old notice has been read. */
export function touched(state: ConsoleState, at: Instant): ConsoleState {
  const now = {...state, now: at, notice: null};
  if (now.mode.kind !== 'operate') return now;
  return isLapsed(now) ? lapse(now) : {...now, mode: {kind: 'operate', lastKeyAt: at}};
}

/** Time passed without a key. */
export function ticked(state: ConsoleState, at: Instant, zoneOffsetMinutes: number): ConsoleState {
  const notice = state.notice !== null && state.notice.until <= at ? null : state.notice;
  const now = {...state, now: at, zoneOffsetMinutes, notice};
  return isLapsed(now) ? lapse(now) : now;
}

/** `o`: asks before entering operate mode, leaves it without asking. */
export function toggleOperate(state: ConsoleState): ConsoleState {
  if (state.mode.kind === 'operate') return notify(watchAgain(state), 'notice.watch');
  if (state.mode.locked) return needOperate(state);
  return pushLayer(state, {kind: 'operate', cursor: atStart});
}

export function enterOperate(state: ConsoleState): ConsoleState {
  if (state.mode.kind !== 'watch' || state.mode.locked) return state;
  const operating: ConsoleState = {...state, mode: {kind: 'operate', lastKeyAt: state.now}};
  const entered = withFeed(operating, [{at: state.now, level: 'none', kind: 'mode', mode: 'operate'}]);
  return notify(entered, 'notice.operate');
}

/** Says why nothing is started here, and how it would be. */
export function needOperate(state: ConsoleState): ConsoleState {
  const locked = state.mode.kind === 'watch' && state.mode.locked;
  return notify(state, locked ? 'notice.watch-only' : 'notice.need-operate');
}

function isLapsed(state: ConsoleState): boolean {
  return state.mode.kind === 'operate' && state.now - state.mode.lastKeyAt >= operateLapseMs;
}

function lapse(state: ConsoleState): ConsoleState {
  return notify(watchAgain(state), 'notice.lapsed');
}

function watchAgain(state: ConsoleState): ConsoleState {
  const watching: ConsoleState = {...dropLayers(state, asksForChange), mode: {kind: 'watch', locked: false}};
  return withFeed(watching, [{at: state.now, level: 'none', kind: 'mode', mode: 'watch'}]);
}

function asksForChange(layer: Layer): boolean {
  return layer.kind === 'confirm' || layer.kind === 'cancel' || layer.kind === 'operate';
}
