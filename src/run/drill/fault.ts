// The fault itself: armed before it is done, done on one or all of its hosts, taken back by the script that was armed.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {armDeadMan, restoreHost} from './dead-man.ts';
import type {DrillDeps, Power} from './drill-deps.ts';
import {pause} from './stream.ts';

/** What is armed and must be taken back: by us, or by itself. */
export type Armed = {readonly scripted: readonly HostName[]; readonly powered: readonly PoweredOff[]};
type PoweredOff = {readonly host: HostName; readonly disarm: () => Promise<void>};

/** Rejects where a dead-man cannot be armed: then nothing is injected. */
export async function arm(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<Armed> {
  const scripted = spec.injections.filter(({via}) => via === 'script').map(({on}) => on);
  await Promise.all(scripted.map((host) => armDeadMan(host, spec, deps, signal)));
  const powered: PoweredOff[] = [];
  for (const {via, on} of spec.injections) {
    if (via === 'power') powered.push({host: on, disarm: await powerOf(spec, deps).arm(on, spec.ttlSeconds)});
  }
  return {scripted, powered};
}

/** `onEffect` is called in the moment in which the fault takes effect, once a host. */
export async function inject(
  spec: DrillSpec,
  deps: DrillDeps,
  signal: AbortSignal,
  onEffect: () => void,
): Promise<void> {
  await Promise.all(
    spec.injections.map(async (injection) => {
      if (injection.via === 'power') return powerOf(spec, deps).off(injection.on, onEffect);
      const argv = script('hpcha-drill-inject', injection.script);
      const onLine = (line: string): void => {
        if (line.trim() === 'injecting') onEffect();
      };
      const {writer} = deps.connection(injection.on);
      const output = await writer.run(argv, deps.permit, {timeoutMs: 60_000, onLine}, signal);
      if (output.exitCode !== 0) throw commandFailed(injection.on, argv, output);
    }),
  );
  await mustStillAnswer(spec, deps, signal);
}

/** A fault may cut a controller off from its peers, never from us: otherwise only its dead-man could help it. */
async function mustStillAnswer(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  for (const {via, on} of spec.injections) {
    if (via === 'power') continue;
    const {inspector} = deps.connection(on);
    const answer = inspector.inspect(['true'], {timeoutMs: 2_000}, signal);
    await answer.catch((thrown: unknown) => {
      const what = `after the fault ${on} no longer answers us (${toHpchaError(thrown, on).what}); its dead-man restores it`;
      throw new HpchaError({code: 'unreachable', where: on, what});
    });
  }
}

/** So long after the dead-man's time a target that came back by itself has answered too. */
const afterDeadManMs = 60_000;

/**
 * Tries until the dead-man has long done it: a controller that was just broken, or whose ssh is gone, may answer late, and only
 * whoever saw it restored can tell how it healed. Rejects where nobody could.
 */
export async function restore(spec: DrillSpec, deps: DrillDeps, armed: Armed | null): Promise<void> {
  if (armed === null) return;
  const until = performance.now() + spec.ttlSeconds * 1_000 + afterDeadManMs;
  await Promise.all([
    ...armed.scripted.map((host) => again(() => restoreHost(host, deps, AbortSignal.timeout(150_000)), deps, until)),
    ...armed.powered.map(({host, disarm}) =>
      again(
        async () => {
          await deps.support.power?.on(host);
          await disarm();
        },
        deps,
        until,
      ),
    ),
  ]);
}

async function again(act: () => Promise<void>, deps: DrillDeps, until: number): Promise<void> {
  for (;;) {
    try {
      return await act();
    } catch (thrown) {
      if (performance.now() > until) throw thrown;
      deps.progress(`restoring failed, trying again: ${toHpchaError(thrown, 'drill').message}`);
      await pause(2_000, AbortSignal.timeout(60_000));
    }
  }
}

function powerOf(spec: DrillSpec, deps: DrillDeps): Power {
  const {power} = deps.support;
  if (power !== null) return power;
  throw new HpchaError({
    code: 'refused',
    where: spec.drill,
    what: 'nobody here can take power from a controller and give it back: only a lab on this machine can',
  });
}
