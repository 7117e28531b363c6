// The way of every command that changes something: evidence, plan, dry run or confirmation, Runner, and following it.

import type {Language} from '../../model/message.ts';
import type {Plan, PlanResult} from '../../model/plan.ts';
import {planHash} from '../../model/plan.ts';
import {planWords} from '../../model/plan-words.ts';
import {countsLine, type RunProgress} from '../../model/run-progress.ts';
import {lockedError} from '../../run/lock/see-locks.ts';
import {previewPlan} from '../../run/preview.ts';
import type {CommandOptions} from '../bind.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';
import {freshProgram} from '../own-program.ts';
import {confirmPlan} from './confirm.ts';
import {firstPasswordText} from './first-password.ts';
import {evidenceLines, lossText, noteText, planText, previewCounts, previewText, refusalText} from './plan-text.ts';
import type {ActionRequest} from './planned-actions.ts';
import type {RunSummary} from './run-attached.ts';
import {attachRun} from './run-attached.ts';
import type {RunFlags} from './run-flags.ts';
import {runWords} from './run-words.ts';
import type {Session} from './session.ts';
import {withSession} from './session.ts';
import {startRun} from './start-run.ts';
import {refuseUnreachable} from './unreachable.ts';

export type Wish = {
  readonly request: ActionRequest;
  readonly options: CommandOptions;
  readonly flags: RunFlags;
  /** setup and start: a disruptive plan needs no more than --yes (DESIGN §3). */
  readonly rolling: boolean;
  /** What is said and returned of a finished run beside its own lines. */
  readonly summary?: RunSummary;
};

/** Evidence that an action asks for leads to another plan, but not for ever. */
const mostRounds = 4;

/** Resolves to the exit code: 0, 1, 3, 130 of a run, 77 refused, 75 locked. */
export async function planAndRun(io: CliIo, wish: Wish): Promise<number> {
  const language = languageOf(wish.options, io.env);
  return withSession(io, wish.options, async (session) => {
    for (let round = 1; ; round += 1) {
      const {answer, snapshot, holders} = await session.plan(wish.request);
      if (answer.kind === 'refusal') {
        // An action that shows its evidence says itself what an unreachable machine means for it.
        if (answer.evidence === undefined) refuseUnreachable(answer.findings, snapshot);
        return refused(io, answer, wish, language);
      }
      if (wish.flags.dryRun) return dryRun(session, answer, wish, language);
      // Said before anybody is asked to confirm; the Runner finds out again, under the lock itself.
      if (holders.length > 0) throw lockedError(holders);
      const exitCode = await runPlan(session, answer, wish, language);
      if (answer.kind === 'plan' || exitCode !== 0 || round === mostRounds) return exitCode;
    }
  });
}

function refused(io: CliIo, answer: Extract<PlanResult, {kind: 'refusal'}>, wish: Wish, language: Language): number {
  if (wish.options.json) io.stdout(`${JSON.stringify(refusalJson(answer))}\n`);
  else io.stderr(refusalText(answer.findings, language, answer.evidence));
  return 77;
}

function refusalJson({findings, evidence}: Extract<PlanResult, {kind: 'refusal'}>): object {
  return {schema: 1, refused: true, findings, ...(evidence === undefined ? {} : {evidence})};
}

type Planned = Exclude<PlanResult, {kind: 'refusal'}>;

/** Shows exactly what would change, and changes nothing: there is no writer anywhere in here. */
async function dryRun(session: Session, answer: Planned, wish: Wish, language: Language): Promise<number> {
  const {io, loaded, transport} = session;
  const {plan} = answer;
  const controllers = loaded.config.nodes.controllers.map(({hostname}) => hostname);
  const inspector = (host: string) => transport.connection(host).inspector;
  const previews = await previewPlan(
    plan,
    {secrets: loaded.secrets, controllers, inspector, program: freshProgram},
    io.signal,
  );
  const counts = previewCounts(previews);
  if (wish.options.json) {
    const steps = previews.map(({step, would, diff, why}) => {
      const {id, on, title, stage, operation} = step;
      return {id, on, title, stage, operation, would, diff: diff ?? null, why: why ?? null};
    });
    const {action, title, danger, target, stages, mayLose, notes, evidence} = plan;
    const head = {
      schema: 1,
      dryRun: true,
      action,
      title,
      danger,
      target,
      planHash: planHash(plan),
      mayLose,
      notes,
      stages,
      ...(evidence === undefined ? {} : {evidence}),
    };
    io.stdout(`${JSON.stringify({...head, steps, counts})}\n`);
    return counts.failed > 0 ? 1 : 0;
  }
  const words = runWords[language];
  io.stdout(planText(plan, language));
  if (answer.kind === 'needs-evidence') io.stdout(`${words.evidence(planWords(answer.why, language))}\n`);
  io.stdout(previewText(plan, previews, language));
  io.stdout(`${words.dryRun}\n${countsLine(counts)}\n`);
  return counts.failed > 0 ? 1 : 0;
}

async function runPlan(session: Session, answer: Planned, wish: Wish, language: Language): Promise<number> {
  const {io, loaded, answers} = session;
  const {plan} = answer;
  if (!wish.options.json) showPlan(io, plan, answer, language, wish);
  const reason = await confirmPlan(io, plan, {...wish.flags, rolling: wish.rolling, language});
  const why = reason === undefined ? {} : {reason};
  const {runId, once} = await startRun({loaded, answers, request: wish.request, plan, ...why, env: io.env});
  const {json, verbose} = wish.options;
  const summary = wish.summary === undefined ? {} : {summary: wish.summary};
  const ended = (progress: RunProgress): void => io.stderr(firstPasswordText(progress, once, language));
  return attachRun(io, runId, {json, verbose, language, cancelOnInterrupt: true, ended, ...summary});
}

/** Whoever confirms has seen it; with --yes the run's own lines tell the same story. */
function showPlan(io: CliIo, plan: Plan, answer: Planned, language: Language, wish: Wish): void {
  if (answer.kind === 'needs-evidence')
    io.stderr(`${runWords[language].evidenceFirst(planWords(answer.why, language))}\n`);
  if (!wish.flags.yes || wish.options.verbose) io.stderr(planText(plan, language));
  else {
    for (const line of [...evidenceLines(plan.evidence, language), lossText(plan, language)]) io.stderr(`${line}\n`);
    for (const note of plan.notes) if (note.level !== 'info') io.stderr(`${noteText(note, language)}\n`);
  }
}
