// The runs of this machine as the console sees them: listing, following a journal, asking one to stop.

import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {RunEvent} from '../../model/run-event.ts';
import {actorText, currentActor} from '../../run/actor.ts';
import {systemClock} from '../../run/clock.ts';
import {requestCancel} from '../../run/record/cancel-request.ts';
import {followJournal} from '../../run/record/follow-journal.ts';
import type {RunMeta} from '../../run/record/run-meta.ts';
import {listMetas, runState} from '../../run/record/run-meta.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {RunSummary, Stop} from '../../state/console-deps.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs of that cluster, newest first. */
export async function listRuns(cluster: string, env: Environment): Promise<readonly RunSummary[]> {
  const metas = await listMetas(stateDirectory(env));
  return Promise.all(metas.filter((meta) => meta.cluster === cluster).map(summarise));
}

async function summarise(meta: RunMeta): Promise<RunSummary> {
  const alive = await runState(meta);
  return {
    runId: meta.runId,
    title: meta.title,
    actor: `${meta.user}@${meta.console}`,
    startedAt: meta.startedAt,
    reason: meta.reason ?? null,
    tookMs: meta.endedAt === undefined ? null : meta.endedAt - meta.startedAt,
    state: alive === 'running' ? 'running' : alive === 'gone' ? 'orphaned' : (meta.result ?? 'unknown'),
    counts: null,
  };
}

/** Replays the journal and follows it. Letting go does nothing to the run. */
export function attachRun(
  runId: string,
  env: Environment,
  listener: (event: RunEvent) => void,
  failed: (error: HpchaError) => void,
): Stop {
  const abort = new AbortController();
  const follow = async (): Promise<void> => {
    for await (const followed of followJournal(stateDirectory(env), runId, systemClock, abort.signal)) {
      if (abort.signal.aborted) return;
      if (followed.kind === 'gone') return failed(runnerGone(runId));
      listener(followed.event);
    }
  };
  follow().catch((thrown: unknown) => {
    if (!abort.signal.aborted) failed(toHpchaError(thrown, `run ${runId}`));
  });
  return () => abort.abort();
}

function runnerGone(runId: string): HpchaError {
  return new HpchaError({
    code: 'missing',
    where: `run ${runId}`,
    what: 'its Runner is gone and left no end: how the last step ended is not known',
    hint: 'hpcha-tui runs release lets go of its lock; running the same phases again converges',
  });
}

export function cancelRun(runId: string, env: Environment): Promise<void> {
  return requestCancel(stateDirectory(env), runId, actorText(currentActor(env)));
}
