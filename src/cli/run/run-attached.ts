// Follows a run from outside: prints what its journal says until it ends, and turns Ctrl-C into a request, not a kill.

import {HpchaError} from '../../model/error.ts';
import type {Language} from '../../model/message.ts';
import type {Plan} from '../../model/plan.ts';
import {planWords} from '../../model/plan-words.ts';
import type {RunStop} from '../../model/run-event.ts';
import type {RunProgress} from '../../model/run-progress.ts';
import {foldRunEvent, noProgress} from '../../model/run-progress.ts';
import {actorText, currentActor} from '../../run/actor.ts';
import {systemClock} from '../../run/clock.ts';
import {requestCancel} from '../../run/record/cancel-request.ts';
import {followJournal} from '../../run/record/follow-journal.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import {exitCodeOfError} from '../exit-code.ts';
import type {CliIo} from '../io.ts';
import {linesOf} from './run-lines.ts';
import {runWords} from './run-words.ts';

export type AttachOptions = {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly language: Language;
  /** Ctrl-C asks the run to stop after its current steps (setup); otherwise it only leaves (runs attach). */
  readonly cancelOnInterrupt: boolean;
  readonly summary?: RunSummary;
  /** Called when it has ended or we left it, after its own lines. */
  readonly ended?: (progress: RunProgress) => void;
};

/** What a command adds to a run's own answer when it has ended. */
export type RunSummary = {
  json(progress: RunProgress): object | Promise<object>;
  text(progress: RunProgress): string | Promise<string>;
};

/** Resolves to the run's exit code when it ended; to 3 when its Runner is gone; to 130 when we left and it goes on. */
export async function attachRun(io: CliIo, runId: string, options: AttachOptions): Promise<number> {
  const {progress, gone} = await follow(io, runId, options);
  const {finished} = progress;
  const words = runWords[options.language];
  options.ended?.(progress);
  if (options.json) {
    io.stdout(`${JSON.stringify({...runJson(runId, progress, gone), ...(await options.summary?.json(progress))})}\n`);
  } else if (finished !== null) io.stdout((await options.summary?.text(progress)) ?? '');
  if (finished !== null) {
    if (finished.stop !== null && finished.stop.code !== 'cancelled') {
      if (!options.json) io.stderr(stopText(finished.stop, options.language));
      return exitCodeOfError(finished.stop.code);
    }
    return {done: 0, failed: 1, unknown: 3, cancelled: 130}[finished.result];
  }
  if (gone) {
    io.stderr(`${words.gone(runId)}\n  ${words.remedy}: ${words.goneRemedy(runId)}\n`);
    return 3;
  }
  io.stderr(`${words.left(runId)}\n`);
  return 130;
}

/** In the shape of every other error: what happened, and what to do. */
function stopText({what, hint}: RunStop, language: Language): string {
  const words = runWords[language];
  const error = `${words.error}: ${planWords(what, language)}\n`;
  return hint === undefined ? error : `${error}  ${words.remedy}: ${planWords(hint, language)}\n`;
}

async function follow(io: CliIo, runId: string, options: AttachOptions) {
  const state = stateDirectory(io.env);
  const leaving = new AbortController();
  // Ctrl-C is a person at the keyboard; SIGTERM wants this process gone, and the run is none of its business.
  const leave = (): void => leaving.abort();
  process.prependOnceListener('SIGTERM', leave);
  const onInterrupt = (): void => {
    if (leaving.signal.aborted || !options.cancelOnInterrupt) {
      leave();
      return;
    }
    io.stderr(`\n${runWords[options.language].asking(runId)}\n`);
    requestCancel(state, runId, actorText(currentActor(io.env))).catch((thrown: unknown) => {
      io.stderr(`cannot ask it to stop: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
    });
  };
  if (io.signal.aborted) onInterrupt();
  else io.signal.addEventListener('abort', onInterrupt, {once: true});
  let progress: RunProgress = noProgress;
  let plan: Plan | null = null;
  let gone = false;
  try {
    for await (const followed of followJournal(state, runId, systemClock, leaving.signal)) {
      if (followed.kind === 'gone') {
        gone = true;
        break;
      }
      progress = foldRunEvent(progress, followed.event);
      plan = progress.started?.plan ?? null;
      if (options.json) continue;
      for (const line of linesOf(followed.event, plan, options)) io.stdout(`${line}\n`);
    }
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      throw new HpchaError({code: 'bad-data', where: `run ${runId}`, what: 'its journal is damaged', cause: thrown});
    }
    throw thrown;
  } finally {
    io.signal.removeEventListener('abort', onInterrupt);
    process.removeListener('SIGTERM', leave);
  }
  return {progress, gone};
}

/** A finished (or followed) run for other programs. */
export function runJson(runId: string, progress: RunProgress, gone: boolean): object {
  const {started, finished, counts, steps} = progress;
  return {
    schema: 1,
    runId,
    action: started?.plan.action ?? null,
    title: started?.plan.title ?? null,
    result: finished?.result ?? (gone ? 'unknown' : null),
    counts,
    steps: (started?.plan.steps ?? []).map(({id, on, title, stage, operation}) => {
      const {state, tookMs, diff, saw} = steps[id] ?? {state: 'waiting', tookMs: null, diff: null, saw: null};
      return {id, on, title, stage, operation, result: state, tookMs, diff, saw};
    }),
    account: finished?.account ?? null,
    stop: finished?.stop ?? null,
  };
}
