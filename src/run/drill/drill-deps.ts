// What the drill engine is handed: connections and a permit from the Runner, judgement and power from the composition root.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Level} from '../../model/level.ts';
import type {Permit} from '../../model/permit.ts';
import type {PlanResult} from '../../model/plan.ts';
import type {RunEventBody} from '../../model/run-event.ts';
import type {SecretValues} from '../../model/secret.ts';
import type {HostName} from '../../model/service.ts';
import type {HostConnection} from '../../transport/host.ts';
import type {Clock} from '../clock.ts';

/** Takes power from a controller and gives it back, where that can be done. */
export type Power = {
  /** `onCut` is called in the moment in which the controller has vanished from the network. */
  off(host: HostName, onCut: () => void): Promise<void>;
  on(host: HostName): Promise<void>;
  /** Gives the power back after so many seconds although we are gone; resolves to what calls that off. */
  arm(host: HostName, seconds: number): Promise<() => Promise<void>>;
};

export type Judged = {readonly level: Level; readonly findings: readonly Finding[]};

/** From the composition root, because the engine may not know probes, actions or the lab. */
export type DrillSupport = {
  readonly config: ClusterConfig;
  /** A whole judged look. */
  look(signal: AbortSignal): Promise<Judged>;
  /** null: this cluster's power cannot be controlled from here. */
  readonly power: Power | null;
  /** Path of the single executable; null where there is none, with the reason. */
  program(): {readonly path: string} | {readonly path: null; readonly why: string};
  /** Plans another action on fresh evidence, to be carried out under the same lock. */
  ask(action: string, signal: AbortSignal): Promise<PlanResult>;
};

export type DrillDeps = {
  readonly support: DrillSupport;
  readonly runId: string;
  readonly state: string;
  readonly cluster: string;
  readonly by: string;
  readonly reason: string | null;
  readonly step: string;
  readonly clock: Clock;
  readonly permit: Permit;
  readonly secrets: SecretValues;
  connection(host: HostName): HostConnection;
  emit(event: RunEventBody): void;
  progress(line: string): void;
  stopRequested(): string | null;
  /** Carries out a plan's steps under this run's lock; rejects where one fails. */
  carryOut(answer: PlanResult, signal: AbortSignal): Promise<void>;
};
