// People for tests of the web services: the administrator with a fresh password, and users bound to Unix accounts of their own.

import {randomBytes} from 'node:crypto';
import type {Lab} from '../../../src/lab/handle.ts';
import {cli} from './cli.ts';
import {type WebAnswer, WebVisitor} from './web-visitor.ts';

export type Person = {
  readonly visitor: WebVisitor;
  readonly id: string;
  readonly name: string;
  readonly password: string;
};

/** Sentinel decides after 5 s and its election takes some more. */
const sessionsMoveMs = 20_000;

const machines = ['server1', 'server2', 'server3', 'node001'] as const;

/** The same account with the same number on every machine, as a site's directory would have it. */
export async function makeUnixAccount(lab: Lab, name: string, uid: number): Promise<void> {
  const command = `id ${name} >/dev/null 2>&1 || useradd --uid ${uid} --user-group --create-home --shell /bin/bash ${name}`;
  for (const machine of machines) {
    const made = await lab.ssh(machine, command);
    if (made.exitCode !== 0) throw new Error(`${machine}: ${made.stderr}`);
  }
}

/** A one-time password for the administrator whom phase 6 made, whatever password a test before has left. */
export async function oneTimePassword(config: string): Promise<string> {
  const reset = await cli([
    ...['reset-web-password', '--user', 'admin', '--yes', '--confirm', 'admin', '--reason', 'a test'],
    ...['--config', config],
  ]);
  const oneTime = /^\s*password\s+(\S+)\s*$/m.exec(`${reset.stdout}\n${reset.stderr}`)?.[1];
  if (reset.exitCode !== 0 || oneTime === undefined) throw new Error(`${reset.stdout}\n${reset.stderr}`);
  return oneTime;
}

export async function administrator(config: string, address: string): Promise<Person> {
  return firstSignIn(new WebVisitor(address), 'admin', await oneTimePassword(config));
}

/** A new user, who has changed the one-time password already. One of that name that a run before left is taken away first. */
export async function person(
  admin: Person,
  wanted: {readonly name: string; readonly role: 'user' | 'operator' | 'admin'; readonly unix: string | null},
): Promise<Person> {
  const listed = await admin.visitor.expect(200, 'GET', `/api/auth/users?query=${wanted.name}`);
  const old = listed.field('users', 0, 'id');
  if (typeof old === 'string') await admin.visitor.expect(204, 'DELETE', `/api/auth/users/${old}`);
  const made = await admin.visitor.expect(201, 'POST', '/api/auth/users', {json: wanted});
  return firstSignIn(new WebVisitor(admin.visitor.address), wanted.name, String(made.field('oneTimePassword')));
}

async function firstSignIn(visitor: WebVisitor, name: string, oneTime: string): Promise<Person> {
  const first = await signInWhenSessionsMoved(visitor, name, oneTime);
  if (first.field('user', 'mustChange') !== true) throw new Error(`${name} need not change the one-time password`);
  const password = randomBytes(18).toString('base64url');
  await visitor.expect(200, 'POST', '/api/auth/password', {json: {current: oneTime, next: password}});
  return {visitor, id: String(first.field('user', 'id')), name, password};
}

/** A test before may have moved Redis a moment ago: until sentinel has told the services, nobody can sign in, and they say so. */
async function signInWhenSessionsMoved(visitor: WebVisitor, name: string, password: string): Promise<WebAnswer> {
  const end = performance.now() + sessionsMoveMs;
  for (;;) {
    const answer = await visitor.ask('POST', '/api/auth/login', {json: {name, password}});
    if (answer.status === 200) return answer;
    const isMoving = answer.status === 503 && answer.field('error', 'code') === 'session-store-down';
    if (!isMoving || performance.now() > end)
      throw new Error(`${name} cannot sign in: ${answer.status} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
