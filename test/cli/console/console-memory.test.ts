// What a console remembers on its machine: bounded, readable by its owner alone, and whole even if a console died writing.

import {appendFileSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openMemory} from '../../../src/cli/console/console-memory.ts';
import {keptLines} from '../../../src/cli/console/kept-lines.ts';
import type {Alert} from '../../../src/state/alerts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hpcha-memory-'));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const alert: Alert = {
  id: '1-mariadb',
  subject: 'mariadb',
  at: 1,
  latestAt: 1,
  times: 1,
  from: 'ok',
  level: 'critical',
  finding: {code: 'GaleraDown', level: 'critical', where: 'cluster', params: {}},
  acknowledged: null,
};
const open = () => openMemory('my cluster/1', {XDG_STATE_HOME: folder});

describe('the memory of a console', () => {
  it('gives back command lines newest first, each once, from a file that only its owner can read', async () => {
    const memory = await open();
    await Promise.all(['runs', 'mariadb', 'runs'].map((line) => memory.keepLine(line)));
    expect((await open()).history).toEqual(['runs', 'mariadb']);
    expect(statSync(path.join(folder, 'hpcha', 'command-history')).mode & 0o777).toBe(0o600);
  });

  it('keeps an alert open until it is acknowledged, and then by whom and why', async () => {
    const memory = await open();
    await memory.keepAlert({kind: 'raised', alert});
    expect((await open()).alerts).toEqual([alert]);
    const by = {by: 'root@console1', at: 5, comment: 'disk replaced'};
    await memory.keepAlert({kind: 'acknowledged', subject: 'mariadb', by});
    expect((await open()).alerts).toEqual([{...alert, acknowledged: by}]);
  });

  it('reads on behind a line that was cut off', async () => {
    const memory = await open();
    await memory.keepAlert({kind: 'raised', alert});
    appendFileSync(path.join(folder, 'hpcha', 'alerts', 'my%20cluster%2F1.jsonl'), '{"kind":"raised","al\n');
    await memory.keepAlert({kind: 'raised', alert: {...alert, id: '2-redis', subject: 'redis', at: 2, latestAt: 2}});
    expect((await open()).alerts.map(({subject}) => subject)).toEqual(['redis', 'mariadb']);
  });

  it('opens also where nothing can be kept, and says so when something should be', async () => {
    const memory = await openMemory('my-cluster', {});
    expect(memory.history).toEqual([]);
    await expect(memory.keepLine('runs')).rejects.toThrow(/neither XDG_STATE_HOME nor HOME/);
  });

  it('never grows without bound', async () => {
    const file = path.join(folder, 'lines');
    const lines = keptLines(file, 10);
    for (let count = 0; count < 55; count += 1) await lines.append(`line ${count}`);
    expect(await lines.read()).toEqual(Array.from({length: 10}, (_, index) => `line ${45 + index}`));
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(21);
  });
});
