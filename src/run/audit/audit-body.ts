// What the audit journal tells of a run: taken from the run's own journal, with every secret masked.

import {createHash} from 'node:crypto';
import type {RunEvent} from '../../model/run-event.ts';
import {actorText} from '../actor.ts';
import {hostsOfPlan} from '../execute-plan.ts';
import type {Redact} from '../redact.ts';
import type {RunRequest} from '../run-request.ts';
import type {AuditBody} from './audit-entry.ts';

/** Lines of what was seen that are kept; the run's own journal has all of it. */
const mostLines = 40;
const longestLine = 300;

type Known = 'epoch' | 'result' | 'counts' | 'tookMs' | 'stop' | 'copies';

export function auditBody(request: RunRequest, events: readonly RunEvent[], redact: Redact): Omit<AuditBody, Known> {
  const {plan, runId, cluster, actor, reason, planHash} = request;
  return {
    schema: 1,
    at: new Date(events.at(-1)?.at ?? 0).toISOString(),
    opId: runId,
    cluster,
    operator: actorText(actor),
    reason: reason === undefined ? null : redact(reason),
    action: plan.action,
    title: redact(plan.title),
    danger: plan.danger,
    targets: [...hostsOfPlan(plan)],
    planHash,
    decidedBy: {...plan.decidedBy},
    saw: sawLines(request, events, redact),
    journal: createHash('sha256').update(JSON.stringify(events)).digest('hex'),
  };
}

/** What failed and why, and what a proof or a measurement has seen. */
function sawLines({plan}: RunRequest, events: readonly RunEvent[], redact: Redact): string[] {
  return events
    .flatMap((event): readonly string[] => {
      if (event.type !== 'step-finished' || event.saw === undefined || event.saw === '') return [];
      const step = plan.steps.find(({id}) => id === event.step);
      if (step === undefined) return [];
      const tells = event.result === 'failed' || event.result === 'unknown' || step.operation.kind === 'verify';
      return tells ? [`${step.on}: ${step.title}: ${event.result}: ${redact(event.saw).slice(0, longestLine)}`] : [];
    })
    .slice(0, mostLines);
}
