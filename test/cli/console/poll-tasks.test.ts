// The probes as tasks of the poller: who is asked, and what a controller that does not answer costs.

import {describe, expect, it} from 'vitest';
import {initialSnapshot, pollTasks} from '../../../src/cli/console/poll-tasks.ts';
import {HpchaError} from '../../../src/model/error.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {readingOf} from '../../../src/model/snapshot.ts';
import type {HostConnection, HostReader} from '../../../src/transport/host.ts';
import {labConfig} from '../../support/lab-config.ts';

const config = labConfig();
const [first] = config.nodes.controllers;
const host = first?.hostname ?? 'server1';

/** A reader of which every question hangs until it is given up, and whose ping answers as told. */
function readerOf(name: string, ping: () => Promise<{rttMs: number; clockOffsetMs: number; user: string}>) {
  const asked: string[] = [];
  const hang =
    (what: string) =>
    (...given: readonly unknown[]) =>
      new Promise<never>((_resolve, reject) => {
        asked.push(what);
        const signal = given.find((one): one is AbortSignal => one instanceof AbortSignal);
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
  const reader: HostReader = {
    host: name,
    address: '10.0.0.1',
    look: hang('look'),
    lookAll: hang('lookAll'),
    query: hang('query'),
    redis: hang('redis'),
    ping,
  };
  return {reader, asked};
}

function tasksWith(reader: HostReader) {
  const unused = {close: () => Promise.resolve()};
  const connection = (): HostConnection => {
    const found: Pick<HostConnection, 'reader' | 'host' | 'close'> = {host: reader.host, reader, ...unused};
    return Object.assign(Object.create(null), found);
  };
  const tasks = pollTasks({config, transport: {connection}, now: () => 1000});
  const of = (key: string) => {
    const task = tasks.find((one) => one.key === key);
    if (task === undefined) throw new Error(`no task ${key}`);
    return task;
  };
  return {tasks, of};
}

const gone = (): Promise<never> =>
  Promise.reject(new HpchaError({code: 'unreachable', where: host, what: 'no route to host'}));

describe('polling a cluster', () => {
  it('asks every probe of every controller on which it is enabled, and each cluster-wide one once', () => {
    const {tasks} = tasksWith(readerOf(host, gone).reader);
    const keys = tasks.map((task) => task.key);
    expect(keys).toContain(`mariadb@${host}`);
    expect(keys.filter((key) => key === 'glusterVolume')).toHaveLength(1);
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys.some((key) => key.startsWith('survey'))).toBe(false);
  });

  it('says from the beginning what is not enabled', () => {
    const changed = labConfig({off: {[host]: ['redis']}});
    const snapshot = initialSnapshot({config: changed, now: () => 1000});
    expect(readingOf(snapshot, 'redis', host)).toEqual({kind: 'none', why: 'not-enabled'});
    const keys = pollTasks({config: changed, transport: {connection: neverConnects}, now: () => 1000}).map(
      (task) => task.key,
    );
    expect(keys).not.toContain(`redis@${host}`);
  });

  it('gives up all questions to a controller the moment its reach is lost, and asks none until it is back', async () => {
    const {reader, asked} = readerOf(host, gone);
    const {of} = tasksWith(reader);
    const empty = initialSnapshot({config, now: () => 1000});
    const signal = new AbortController().signal;
    const mariadb = of(`mariadb@${host}`).read(empty, signal);
    const reach = await of(`reach@${host}`).read(empty, signal);
    const answer = await mariadb;
    expect(answer.answered).toBe(false);
    const now: Snapshot = answer.fold(reach.fold(empty));
    expect(readingOf(now, 'mariadb', host)).toMatchObject({
      kind: 'lost',
      error: {code: 'unreachable', what: 'no route to host'},
    });
    const questions = asked.length;
    const redis = await of(`redis@${host}`).read(now, signal);
    expect(redis.answered).toBe(false);
    expect(asked).toHaveLength(questions);
  });

  it('keeps the last answer in a reading that got lost', async () => {
    let alive = true;
    const answers = {rttMs: 1, clockOffsetMs: 0, user: 'root'};
    const {reader} = readerOf(host, () => (alive ? Promise.resolve(answers) : gone()));
    const {of} = tasksWith(reader);
    const signal = new AbortController().signal;
    const seen = (await of(`reach@${host}`).read(initialSnapshot({config, now: () => 1000}), signal)).fold(
      initialSnapshot({config, now: () => 1000}),
    );
    alive = false;
    const lost = (await of(`reach@${host}`).read(seen, signal)).fold(seen);
    expect(readingOf(lost, 'reach', host)).toMatchObject({kind: 'lost', last: {value: {user: 'root'}}});
  });
});

function neverConnects(): never {
  throw new Error('nothing is asked here');
}
