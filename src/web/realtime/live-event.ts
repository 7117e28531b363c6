// What happens in a cluster, as web clients are told: jobs, runs and alerts.

import type {FindingLevel} from '../../model/level.ts';

/** A job came into another state; `was` is null for one that was not known before. */
export type JobEvent = {
  readonly kind: 'job';
  readonly job: string;
  readonly user: string;
  readonly name: string;
  /** Slurm's word: PENDING, RUNNING, COMPLETED, FAILED …; GONE: it left the queue between two looks, how is not known. */
  readonly state: string;
  readonly was: string | null;
  readonly at: number;
};

/** A finding was raised, changed its level, or is over. */
export type AlertEvent = {
  readonly kind: 'alert';
  readonly code: string;
  readonly where: string;
  /** null: it is over. */
  readonly level: FindingLevel | null;
  readonly was: FindingLevel | null;
  readonly what: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly at: number;
};

/** An operation took the lock, or was written into the audit journal; from any console or page. */
export type RunLiveEvent = {
  readonly kind: 'run';
  readonly runId: string;
  readonly action: string;
  readonly title: string;
  readonly operator: string;
  /** `running`, or how it ended: done, failed, unknown, cancelled. */
  readonly state: string;
  readonly at: number;
};

export type LiveEvent = JobEvent | AlertEvent | RunLiveEvent;
export type EventKind = LiveEvent['kind'];

/** What a client subscribes to. */
export const eventTopics = {jobs: 'job', runs: 'run', alerts: 'alert'} as const satisfies Readonly<
  Record<string, EventKind>
>;

/** Which thing an event is about: what was told last of each is kept beside the stream. */
export function subjectOf(event: LiveEvent): string {
  switch (event.kind) {
    case 'job':
      return `job ${event.job}`;
    case 'alert':
      return `alert ${event.code}@${event.where}`;
    case 'run':
      return `run ${event.runId}`;
  }
}

/** Everybody gets alerts; of jobs and runs a `user` gets own jobs alone. */
export function mayHear(event: LiveEvent, who: {readonly role: string; readonly unix: string | null}): boolean {
  if (who.role === 'operator' || who.role === 'admin' || event.kind === 'alert') return true;
  return event.kind === 'job' && who.unix !== null && event.user === who.unix;
}
