// Copies each phase's log to the controllers as soon as the phase's last stage has ended, while the next one runs.

import type {Finding} from '../model/finding.ts';
import type {Permit} from '../model/permit.ts';
import type {Plan} from '../model/plan.ts';
import type {RunEvent} from '../model/run-event.ts';
import type {HostConnection} from '../transport/host.ts';
import {copyPhaseLog, phaseLogName, phaseLogText} from './phase-log.ts';

export class PhaseLogs {
  private readonly plan: Plan;
  private readonly controllers: readonly HostConnection[];
  private readonly permit: Permit;
  private readonly events: () => readonly RunEvent[];
  private readonly begun = new Set<number>();
  private readonly copies = new Map<number, Promise<readonly string[]>>();

  constructor(plan: Plan, controllers: readonly HostConnection[], permit: Permit, events: () => readonly RunEvent[]) {
    this.plan = plan;
    this.controllers = controllers;
    this.permit = permit;
    this.events = events;
  }

  stageFinished(id: string): void {
    const {stages} = this.plan;
    const at = stages.findIndex((stage) => stage.id === id);
    const phase = stages[at]?.phase;
    if (phase === undefined) return;
    this.begun.add(phase);
    const more = stages.slice(at + 1).some((stage) => stage.phase === phase);
    if (!more) this.copy(phase);
  }

  /** Also the phase in which a run stopped has something to tell. Resolves to the logs that could not be copied. */
  async finish(): Promise<readonly Finding[]> {
    for (const phase of this.begun) if (!this.copies.has(phase)) this.copy(phase);
    const missing = [...this.copies].map(async ([phase, copy]) =>
      (await copy).map((host): Finding => notCopied(host, phaseLogName(phase))),
    );
    return (await Promise.all(missing)).flat();
  }

  private copy(phase: number): void {
    const text = phaseLogText(this.plan, phase, this.events());
    this.copies.set(phase, copyPhaseLog(phase, text, this.controllers, this.permit, AbortSignal.timeout(15_000)));
  }
}

function notCopied(host: string, log: string): Finding {
  return {code: 'PhaseLogNotCopied', level: 'info', where: host, params: {log}};
}
