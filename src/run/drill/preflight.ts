// Preflight: everything green for long enough, nothing left of another drill, and not too soon after the last one.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import type {Finding} from '../../model/finding.ts';
import {findingText} from '../../model/messages.ts';
import {lastDrillAge} from './dead-man.ts';
import type {DrillDeps, Judged} from './drill-deps.ts';
import {pause} from './stream.ts';

/** Seconds between two drills (ha-operations §9.2); in a lab nobody works meanwhile. */
const cooldown = {real: 900, lab: 5} as const;
/** How much longer than asked for we wait for green before we give up. */
const patienceMs = 90_000;

/** Rejects with `refused` and every reason. */
export async function checkPreflight(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  await refuseTooSoon(spec, deps, signal);
  const begun = performance.now();
  let greenSince: number | null = null;
  for (;;) {
    const at = performance.now();
    const judged = await deps.support.look(signal);
    const green = isGreen(judged, deps);
    greenSince = green ? (greenSince ?? at) : null;
    if (greenSince !== null && performance.now() - greenSince >= spec.waits.preflightMs) return;
    const why = deps.stopRequested();
    if (why !== null) throw refused(spec, why);
    if (!green) deps.progress(`waiting for green: ${whatIsWrong(judged, deps)}`);
    if (performance.now() - begun > spec.waits.preflightMs + patienceMs) {
      throw refused(spec, `not everything is green, so a drill would prove nothing: ${whatIsWrong(judged, deps)}`);
    }
    await pause(Math.min(5_000, Math.max(500, spec.waits.preflightMs / 10)), signal);
  }
}

async function refuseTooSoon(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<void> {
  const {config} = deps.support;
  const wait = config.lab ? cooldown.lab : cooldown.real;
  for (const {hostname} of config.nodes.controllers) {
    const age = await lastDrillAge(hostname, deps, signal);
    if (age === null || age >= wait) continue;
    const left = wait - age;
    if (config.lab) await pause(left * 1000, signal);
    else throw refused(spec, `the last drill was ${age} s ago (on ${hostname}); wait ${left} s more`);
  }
}

/** In a lab an address that earlier drills moved is no reason to wait ten minutes. */
export function against({findings}: Judged, deps: DrillDeps): readonly Finding[] {
  return findings.filter(({level, code}) => level !== 'info' && !(deps.support.config.lab && code === 'VipFlapping'));
}

export function isGreen(judged: Judged, deps: DrillDeps): boolean {
  const flaps = deps.support.config.lab && judged.level === 'warning';
  return (judged.level === 'ok' || flaps) && against(judged, deps).length === 0;
}

/**
 * What stays against green after a fault because nobody but an operator mends it: a Redis cluster leaves its masters where its
 * failovers have put them (and may then lose no further controller). [] where anything else is wrong too, or nothing is.
 */
export function leftToOperator(judged: Judged, deps: DrillDeps): readonly Finding[] {
  const left = against(judged, deps);
  const together = left.filter(({code}) => code === 'RedisClusterColocatedMasters');
  const follows = ({code, params}: Finding): boolean => code === 'NoTolerance' && params?.['services'] === 'redis';
  return left.every((each) => together.includes(each) || follows(each)) ? together : [];
}

export function whatIsWrong(judged: Judged, deps: DrillDeps): string {
  const found = against(judged, deps);
  const [worst] = found;
  if (worst === undefined) return `the verdict is ${judged.level}`;
  const rest = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  return `${worst.code}: ${findingText(worst)}${rest}`;
}

function refused(spec: DrillSpec, what: string): HpchaError {
  return new HpchaError({code: 'refused', where: spec.drill, what, hint: 'nothing was broken'});
}
