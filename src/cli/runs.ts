// The commands `runs list|show|attach|cancel|release`: what was run, watching it, asking it to stop, letting go of its lock.

import {HpchaError} from '../model/error.ts';
import type {Language} from '../model/message.ts';
import type {Plan} from '../model/plan.ts';
import {planWords} from '../model/plan-words.ts';
import type {RunProgress} from '../model/run-progress.ts';
import {foldRunEvent, noProgress} from '../model/run-progress.ts';
import {actorText, currentActor} from '../run/actor.ts';
import {systemClock} from '../run/clock.ts';
import {requestCancel} from '../run/record/cancel-request.ts';
import {followJournal} from '../run/record/follow-journal.ts';
import type {RunMeta} from '../run/record/run-meta.ts';
import {findRun, listMetas, runState} from '../run/record/run-meta.ts';
import {stateDirectory} from '../run/record/state-directory.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';
import {attachRun, runJson} from './run/run-attached.ts';
import {linesOf} from './run/run-lines.ts';
import {runWords} from './run/run-words.ts';

export async function runRunsList(io: CliIo, options: CommandOptions): Promise<number> {
  const metas = await listMetas(stateDirectory(io.env));
  const rows = await Promise.all(metas.map(async (meta) => ({...meta, state: await runState(meta)})));
  if (options.json) {
    io.stdout(`${JSON.stringify({schema: 1, runs: rows})}\n`);
    return 0;
  }
  const language = languageOf(options, io.env);
  if (rows.length === 0)
    io.stdout(`${planWords('no runs yet (they are kept on the machine that started them)', language)}\n`);
  for (const row of rows) io.stdout(`${rowText(row, language)}\n`);
  return 0;
}

function rowText(row: RunMeta & {readonly state: 'running' | 'ended' | 'gone'}, language: Language): string {
  const how = planWords(row.state === 'gone' ? 'unknown, its Runner is gone' : (row.result ?? 'running'), language);
  const took = row.endedAt === undefined ? '' : ` ${((row.endedAt - row.startedAt) / 1000).toFixed(0)} s`;
  const reason = row.reason === undefined ? '' : `  ${row.reason}`;
  return `${row.runId}  ${new Date(row.startedAt).toISOString().slice(0, 19)}Z  ${row.cluster}  ${row.action.padEnd(8)} ${row.user}@${row.console}  ${how}${took}${reason}`;
}

/** Prints everything that the journal holds, with diffs, and does not wait. */
export async function runRunsShow(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const state = stateDirectory(io.env);
  const meta = await findRun(state, given);
  const gone = (await runState(meta)) === 'gone';
  const language = languageOf(options, io.env);
  let progress: RunProgress = noProgress;
  let plan: Plan | null = null;
  // Aborted from the start: it yields what is there and does not wait for more.
  for await (const followed of followJournal(state, meta.runId, systemClock, AbortSignal.abort())) {
    if (followed.kind === 'gone') break;
    progress = foldRunEvent(progress, followed.event);
    plan = progress.started?.plan ?? null;
    if (!options.json)
      for (const line of linesOf(followed.event, plan, {verbose: true, language})) io.stdout(`${line}\n`);
  }
  if (options.json) io.stdout(`${JSON.stringify(runJson(meta.runId, progress, gone))}\n`);
  else if (gone) io.stdout(`${runWords[language].noEnd}\n`);
  else if (progress.finished === null) io.stdout(`${runWords[language].goesOn(meta.runId)}\n`);
  return 0;
}

/** The same as live, from the beginning. Ctrl-C leaves; the run goes on. */
export async function runRunsAttach(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const meta = await findRun(stateDirectory(io.env), given);
  const {json, verbose} = options;
  return attachRun(io, meta.runId, {json, verbose, language: languageOf(options, io.env), cancelOnInterrupt: false});
}

/** Asks; the run itself decides where it can stop, and its journal says that it was asked and by whom. */
export async function runRunsCancel(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const state = stateDirectory(io.env);
  const meta = await findRun(state, given);
  const now = await runState(meta);
  if (now !== 'running') {
    const what =
      now === 'ended' ? `run ${meta.runId} has ended (${meta.result ?? ''})` : `the Runner of ${meta.runId} is gone`;
    throw new HpchaError({code: 'refused', where: 'runs', what, hint: `hpcha-tui runs show ${meta.runId}`});
  }
  await requestCancel(state, meta.runId, actorText(currentActor(io.env)));
  const asked = `asked run ${meta.runId} to stop after the steps that run now: hpcha-tui runs attach ${meta.runId}`;
  io.stdout(`${planWords(asked, languageOf(options, io.env))}\n`);
  return 0;
}
