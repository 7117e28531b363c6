// Joins the engine with a Runner's step: carries the drill out, keeps its report, and says in one line how it went.

import type {DrillSpec} from '../../model/drill/drill.ts';
import {type DrillReport, worstRto} from '../../model/drill/report.ts';
import {HpchaError} from '../../model/error.ts';
import type {Applied} from '../operations/contract.ts';
import type {DrillDeps} from './drill-deps.ts';
import {writeReport} from './drill-store.ts';
import {carryOutDrill} from './engine.ts';

/** Rejects with `command` for a drill that failed: its report is kept all the same. */
export async function runDrill(spec: DrillSpec, deps: DrillDeps, signal: AbortSignal): Promise<Applied> {
  const report = await carryOutDrill(spec, deps, signal);
  await writeReport(deps.state, report);
  const saw = summary(report);
  if (report.result === 'passed') return {saw};
  throw new HpchaError({code: 'command', where: spec.drill, what: saw, hint: `hpcha-tui drill report ${deps.runId}`});
}

function summary({drill, result, services, healMs}: DrillReport): string {
  const figures = services.map((service) => {
    const rto = worstRto(service);
    const loss = service.loss === null ? '' : `, lost ${service.loss.lost} of ${service.loss.acked}`;
    return `${service.service} ${rto === null ? 'did not come back' : `${(rto / 1000).toFixed(2)} s`}${loss}`;
  });
  const healed = healMs === null ? 'not green again' : `green ${(healMs / 1000).toFixed(1)} s after restore`;
  return `${drill} ${result}: ${figures.join('; ')}; ${healed}`;
}
