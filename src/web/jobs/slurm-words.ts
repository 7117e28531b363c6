// Slurm's own words for times, durations and states, as numbers and phases. Pure.

import type {JobPhase} from './job-requests.ts';

/** Times are asked for as seconds (SLURM_TIME_FORMAT=%s); `N/A`, `Unknown` and `None` are none. */
export function instantOf(word: string): string | null {
  if (!/^[1-9]\d{0,11}$/.test(word)) return null;
  return new Date(Number(word) * 1000).toISOString();
}

/** `5:03`, `1:02:03`, `2-00:00:00` in seconds; null for `UNLIMITED`, `INVALID`, `Partition_Limit` and other words. */
export function secondsOf(word: string): number | null {
  const parts = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)$/.exec(word);
  if (parts === null) return null;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

const running = new Set(['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED', 'SIGNALING', 'STAGE_OUT', 'CONFIGURING']);
const waiting = new Set(['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT', 'RESV_DEL_HOLD']);

/** `CANCELLED by 2001` of sacct is CANCELLED. */
export function stateOf(word: string): string {
  return word.split(' ')[0] ?? '';
}

/** What is neither running nor waiting has ended: COMPLETED, FAILED, TIMEOUT, CANCELLED, NODE_FAIL, OUT_OF_MEMORY … (squeue(1)). */
export function phaseOf(state: string): JobPhase {
  return running.has(state) ? 'running' : waiting.has(state) ? 'waiting' : 'ended';
}

/** Slurm prints `(null)`, `N/A` and nothing where there is nothing. */
export function textOrNull(word: string): string | null {
  return word === '' || word === '(null)' || word === 'N/A' || word === 'None assigned' || word === 'None'
    ? null
    : word;
}

/** `0:9` of sacct: exit code and signal. squeue prints the status of wait(2) instead, as one number. */
export function exitOf(word: string): {readonly exitCode: number | null; readonly signal: number | null} {
  const parts = /^(\d{1,5}):(\d{1,3})$/.exec(word);
  if (parts !== null) return {exitCode: Number(parts[1]), signal: parts[2] === '0' ? null : Number(parts[2])};
  if (!/^\d{1,10}$/.test(word)) return {exitCode: null, signal: null};
  const status = Number(word);
  const signal = status & 0x7f;
  return signal === 0 ? {exitCode: (status >> 8) & 0xff, signal: null} : {exitCode: 0, signal};
}
