// What goes through the pipe into the Runner: the configuration as it was read, the plan as it was confirmed, the answers given.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Plan} from '../../model/plan.ts';
import type {Actor} from '../../model/run-event.ts';
import type {Secret} from '../../model/secret.ts';
import type {ActionRequest} from './planned-actions.ts';

export type RunnerInput = {
  readonly runId: string;
  readonly state: string;
  readonly config: ClusterConfig;
  readonly secrets: readonly (readonly [string, Secret])[];
  /** Prompts that were answered while the plan was made (sudo, key passphrase), so that nobody is asked twice. */
  readonly answers: readonly (readonly [string, Secret])[];
  readonly request: ActionRequest;
  readonly plan: Plan;
  readonly planHash: string;
  readonly actor: Actor;
  readonly reason?: string;
  /** Started by a helper for a web user: the other controllers are reached through their helpers. */
  readonly peers?: {readonly key: Secret; readonly token: Secret};
};
