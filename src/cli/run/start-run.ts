// Hands a confirmed plan to a Runner of its own. The console and the commands start runs through this one door.

import type {LoadedConfig} from '../../config/load.ts';
import type {Plan} from '../../model/plan.ts';
import {planHash} from '../../model/plan.ts';
import type {Actor} from '../../model/run-event.ts';
import type {Secret, SecretValues} from '../../model/secret.ts';
import {currentActor} from '../../run/actor.ts';
import {onceSecrets} from '../../run/once-secrets.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import {newRunId} from '../../run/run-id.ts';
import {spawnRunner} from '../../run/spawn-runner.ts';
import type {ActionRequest} from './planned-actions.ts';
import type {RunnerInput} from './runner-input.ts';
import {packSecrets} from './secret-json.ts';

export type RunStart = {
  readonly loaded: Pick<LoadedConfig, 'config' | 'secrets'>;
  readonly answers: ReadonlyMap<string, Secret>;
  readonly request: ActionRequest;
  readonly plan: Plan;
  readonly reason?: string;
  /** Somebody else than the user of this process: a web user. */
  readonly actor?: Actor;
  readonly peers?: RunnerInput['peers'];
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type StartedRun = {
  readonly runId: string;
  /** What was made for this run alone and is known to nobody else: to be told to whoever started it. */
  readonly once: SecretValues;
};

/** Resolves to the run's id once its journal exists; from then on the run does not need us. */
export async function startRun(start: RunStart): Promise<StartedRun> {
  const runId = newRunId();
  const once = onceSecrets(start.plan);
  const state = stateDirectory(start.env);
  const input: RunnerInput = {
    runId,
    state,
    config: start.loaded.config,
    secrets: [...start.loaded.secrets, ...once],
    answers: [...start.answers],
    request: start.request,
    plan: start.plan,
    planHash: planHash(start.plan),
    actor: start.actor ?? currentActor(start.env),
    ...(start.peers === undefined ? {} : {peers: start.peers}),
    ...(start.reason === undefined ? {} : {reason: start.reason}),
  };
  await spawnRunner(state, runId, packSecrets(input), start.env);
  return {runId, once};
}
