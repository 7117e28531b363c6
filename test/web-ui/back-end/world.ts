// What the test's back end knows: users, sessions, and the state of the cluster that it tells.

import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {TestPlan} from './actions.ts';
import {someFiles, type TestEntry, type TestUpload} from './files.ts';
import {someJobs, type TestJob} from './jobs.ts';

export type Moment = 'calm' | 'takeover' | 'owner-lost' | 'blind' | 'after';

export type User = {
  readonly id: string;
  readonly name: string;
  readonly role: 'user' | 'operator' | 'admin';
  readonly unix: string | null;
  readonly locked: boolean;
  password: string;
  mustChange: boolean;
  failures: number;
};

export type TestRun = {
  readonly runId: string;
  readonly plan: TestPlan;
  readonly user: string;
  readonly reason: string | null;
  readonly startedAt: number;
  state: 'running' | 'ended';
};

export type World = {
  readonly users: User[];
  /** Session id → user id. */
  readonly sessions: Map<string, string>;
  readonly runs: TestRun[];
  readonly jobs: TestJob[];
  readonly files: Map<string, TestEntry>;
  readonly uploads: Map<string, TestUpload>;
  /** So many of the next pieces of uploads fail. */
  refuseUploads: number;
  /** So many of the next pieces are taken, and never answered. */
  mutePieces: number;
  /** Whoever wants to renew a session is told that nobody can say now. */
  sessionsAway: boolean;
  readonly acknowledged: {id: string; by: string; at: number; comment: string}[];
  /** The outside provider: none, one that works, one whose secret cannot be read. */
  provider: 'none' | 'ready' | 'not-ready';
  delayMs: number;
};

export function newWorld(): World {
  const user = (id: string, name: string, role: User['role'], unix: string | null, password: string): User => ({
    id,
    name,
    role,
    unix,
    locked: false,
    password,
    mustChange: false,
    failures: 0,
  });
  const first = user('4', 'first', 'admin', null, 'given once 1234');
  first.mustChange = true;
  return {
    users: [
      user('1', 'mina', 'user', 'mina', 'correct horse battery'),
      user('2', 'oscar', 'operator', 'oscar', 'correct horse battery'),
      user('3', 'ada', 'admin', null, 'correct horse battery'),
      first,
    ],
    sessions: new Map(),
    runs: [],
    jobs: someJobs(Date.now()),
    files: someFiles(),
    uploads: new Map(),
    refuseUploads: 0,
    mutePieces: 0,
    sessionsAway: false,
    acknowledged: [],
    provider: 'none',
    delayMs: 0,
  };
}

/** A state of the lab as `status --json` told it, recorded while a controller was lost and came back; as of now. */
export function statusAt(moment: Moment, now: number): Record<string, unknown> {
  const file = resolve(import.meta.dirname, `../../fixtures/web-status/${moment}.json`);
  const status: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
  const shift = now - Date.parse(String(status['at']));
  return JSON.parse(JSON.stringify(status), (key, value: unknown) =>
    key === 'at' && typeof value === 'string' ? new Date(Date.parse(value) + shift).toISOString() : value,
  );
}
