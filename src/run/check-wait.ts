// Asks checks, once or until they hold or the time is over; what was seen last goes into the journal.

import type {Check, CheckResult} from '../model/check.ts';
import {toHpchaError} from '../model/error.ts';
import type {HostName} from '../model/service.ts';
import type {CheckRegistry} from '../transport/check-registry.ts';
import type {HostInspector, HostReader} from '../transport/host.ts';
import type {Clock} from './clock.ts';

export type CheckDeps = {
  readonly checks: CheckRegistry;
  readonly clock: Clock;
  reader(host: HostName): HostReader;
  inspector(host: HostName): HostInspector;
};

export type ChecksSeen = {
  /** `yes`: all hold. `no`: at least one was seen not to. `unknown`: none was refuted, at least one could not be asked. */
  readonly holds: CheckResult['holds'];
  /** One line a check that does not hold; all of them when all do. */
  readonly saw: string;
  /** Names of those that do not hold. */
  readonly waitingFor: string;
};

/** One question may not eat the time of the others. */
const askTimeoutMs = 15_000;
const firstPauseMs = 150;
const longestPauseMs = 1_000;
/** How often a wait says that it still waits. */
const progressEveryMs = 5_000;

/** Asks every check once, side by side. */
export async function askChecks(
  checks: readonly Check[],
  home: HostName,
  deps: CheckDeps,
  signal: AbortSignal,
): Promise<ChecksSeen> {
  const answers = await Promise.all(
    checks.map(async (check) => ({check, result: await ask(check, home, deps, signal)})),
  );
  const failing = answers.filter(({result}) => result.holds !== 'yes');
  const shown = failing.length === 0 ? answers : failing;
  return {
    holds: failing.length === 0 ? 'yes' : failing.some(({result}) => result.holds === 'no') ? 'no' : 'unknown',
    saw: shown.map(({check, result}) => `${checkText(check)}: ${result.saw}`).join('\n'),
    waitingFor: failing.map(({check}) => checkText(check)).join(', '),
  };
}

/** Polls until all hold or `timeoutMs` is over; the last answers decide. Always asks at least once. */
export async function waitForChecks(
  checks: readonly Check[],
  home: HostName,
  options: {readonly timeoutMs: number; readonly progress: (line: string) => void},
  deps: CheckDeps,
  signal: AbortSignal,
): Promise<ChecksSeen> {
  const start = deps.clock.now();
  let said = start;
  let pause = firstPauseMs;
  for (;;) {
    const seen = await askChecks(checks, home, deps, signal);
    const now = deps.clock.now();
    if (seen.holds === 'yes' || now - start >= options.timeoutMs || signal.aborted) return seen;
    if (now - said >= progressEveryMs) {
      said = now;
      const of = `${seconds(now - start)} s of ${seconds(options.timeoutMs)} s`;
      options.progress(`waiting for ${seen.waitingFor}, ${of}: ${seen.saw.split('\n')[0] ?? ''}`);
    }
    await deps.clock.sleep(Math.min(pause, Math.max(1, options.timeoutMs - (now - start))), signal);
    pause = Math.min(longestPauseMs, pause * 1.5);
  }
}

async function ask(check: Check, home: HostName, deps: CheckDeps, signal: AbortSignal): Promise<CheckResult> {
  const question = deps.checks.get(check.name);
  if (question === undefined) return {holds: 'unknown', saw: 'this program knows no check of that name'};
  const host = check.on ?? home;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]);
  const context = {host, reader: deps.reader, inspector: deps.inspector};
  try {
    return await question(context, check.args, bounded);
  } catch (thrown) {
    return {holds: 'unknown', saw: toHpchaError(thrown, host).message};
  }
}

function checkText(check: Check): string {
  const args = Object.values(check.args).map(String).join(' ');
  const name = args === '' ? check.name : `${check.name} ${args}`;
  return check.on === undefined ? name : `${name} on ${check.on}`;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
