// The dry run: every operation looks, nothing acts. It holds no permit and no writer, so it cannot change anything.

import {toHpchaError} from '../model/error.ts';
import type {Plan, Step} from '../model/plan.ts';
import type {SecretValues} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {HostInspector} from '../transport/host.ts';
import {generatedNames, makeSecret, seeGenerated} from './generated-secrets.ts';
import {onceSecrets} from './once-secrets.ts';
import type {InspectContext} from './operations/contract.ts';
import {inspectOperation} from './operations/registry.ts';
import type {ProgramSource} from './program-file.ts';
import {redactor} from './redact.ts';

/** `later`: an earlier step has to be done before this one's need can be seen; it is counted as a change. */
export type Would = 'change' | 'later' | 'nothing' | 'fail';

export type StepPreview = {
  readonly step: Step;
  readonly would: Would;
  /** What would change, secrets as •••. */
  readonly diff?: string;
  /** Why it would fail or cannot be seen yet. */
  readonly why?: string;
};

export type PreviewDeps = {
  readonly secrets: SecretValues;
  readonly controllers: readonly HostName[];
  readonly program?: ProgramSource;
  inspector(host: HostName): HostInspector;
};

/** Looks at every step, hosts side by side; answers in the plan's order. */
export async function previewPlan(plan: Plan, deps: PreviewDeps, signal: AbortSignal): Promise<readonly StepPreview[]> {
  const secrets = await withGenerated(plan, deps, signal);
  const redact = redactor(secrets);
  const byHost = Map.groupBy(plan.steps, (step) => step.on);
  const looked = await Promise.all(
    [...byHost].map(([host, steps]) =>
      previewHost(steps, {inspector: deps.inspector(host), secrets, ...programOf(deps)}, signal),
    ),
  );
  const found = new Map(looked.flat().map((preview) => [preview.step.id, masked(preview, redact)]));
  return plan.steps.map((step) => afterOthers(found.get(step.id) ?? {step, would: 'nothing'}, plan, found));
}

async function withGenerated(plan: Plan, deps: PreviewDeps, signal: AbortSignal): Promise<SecretValues> {
  const inspectors = deps.controllers.map((host) => deps.inspector(host));
  const seen = await seeGenerated(generatedNames(plan), inspectors, signal);
  const stand = seen.absent.map((name) => [name, makeSecret(name)] as const);
  return new Map([...deps.secrets, ...seen.found, ...stand, ...onceSecrets(plan)]);
}

type HostContext = InspectContext;

function programOf({program}: PreviewDeps): Pick<InspectContext, 'program'> {
  return program === undefined ? {} : {program};
}

/** Steps of one host in order; the marks that its changes would leave make its restarts needed, as they would in the run. */
async function previewHost(
  steps: readonly Step[],
  context: HostContext,
  signal: AbortSignal,
): Promise<readonly StepPreview[]> {
  const marks = new Set<string>();
  const previews: StepPreview[] = [];
  let changed = false;
  for (const step of steps) {
    const preview = await previewStep(step, marks, changed, context, signal);
    previews.push(preview);
    if (preview.would === 'nothing') continue;
    changed = true;
    const {operation} = step;
    if ('marks' in operation) for (const mark of operation.marks ?? []) marks.add(mark);
    if (operation.kind === 'unit' && operation.state === 'started')
      for (const mark of operation.clears ?? []) marks.delete(mark);
  }
  return previews;
}

async function previewStep(
  step: Step,
  marks: ReadonlySet<string>,
  changed: boolean,
  context: HostContext,
  signal: AbortSignal,
): Promise<StepPreview> {
  const {operation} = step;
  // It proves by doing; a dry run can only name it.
  if (operation.kind === 'verify') return {step, would: 'nothing'};
  if (operation.kind === 'restart' && marks.has(operation.mark)) {
    return {step, would: 'change', diff: `${operation.unit}: ${operation.how} (its configuration would change)\n`};
  }
  try {
    const {needed, diff} = await inspectOperation(operation, context, signal);
    if (!needed) return {step, would: 'nothing'};
    return {step, would: 'change', ...(diff === undefined ? {} : {diff})};
  } catch (thrown) {
    const why = toHpchaError(thrown, step.on).message;
    return {step, would: changed ? 'later' : 'fail', why};
  }
}

/** What cannot be looked at while another host still has to act (SQL on a server that joins later) is not a failure. */
function afterOthers(preview: StepPreview, plan: Plan, found: ReadonlyMap<string, StepPreview>): StepPreview {
  if (preview.would !== 'fail') return preview;
  const before = plan.stages.findIndex((stage) => stage.id === preview.step.stage);
  const earlier = plan.steps.some((step) => {
    const at = plan.stages.findIndex((stage) => stage.id === step.stage);
    const would = found.get(step.id)?.would;
    return at < before && (would === 'change' || would === 'later');
  });
  return earlier ? {...preview, would: 'later'} : preview;
}

function masked(preview: StepPreview, redact: (text: string) => string): StepPreview {
  return {
    ...preview,
    ...(preview.diff === undefined ? {} : {diff: redact(preview.diff)}),
    ...(preview.why === undefined ? {} : {why: redact(preview.why)}),
  };
}
