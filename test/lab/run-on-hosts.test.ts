// The Runner's own machinery on real controllers: the lock, jobs that survive a cut cable, packages that start nothing.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {loadConfig} from '../../src/config/load.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import {type Lab, openLab} from '../../src/lab/handle.ts';
import type {SecretValues} from '../../src/model/secret.ts';
import {acquireLock} from '../../src/run/lock/cluster-lock.ts';
import {releaseOrphan} from '../../src/run/lock/release-lock.ts';
import {holders, seeLocks} from '../../src/run/lock/see-locks.ts';
import type {ApplyContext} from '../../src/run/operations/contract.ts';
import {runJob} from '../../src/run/operations/job.ts';
import {applyOperation, inspectOperation} from '../../src/run/operations/registry.ts';
import {makePermit} from '../../src/run/permit.ts';
import type {Transport} from '../../src/transport/host.ts';
import {openTransport} from '../../src/transport/open-transport.ts';
import {cli} from './support/cli.ts';

const name = 'hpcharun';
const names = ['server1', 'server2', 'server3'];
const permit = makePermit('test', 'hash');
let lab: Lab;
let config: ClusterConfig;
let secrets: SecretValues;
let transport: Transport | undefined;

beforeAll(async () => {
  await cli(['lab', 'down', '--wipe', '--name', name]);
  const up = ['lab', 'up', '--install-host-packages', '--name', name, '--controllers', '3', '--compute', '0'];
  const result = await cli(up, {timeoutMs: 900_000});
  if (result.exitCode !== 0) throw new Error(result.stderr);
  lab = await openLab(name);
  ({config, secrets} = await loadConfig(lab.config, process.env));
  transport = openTransport(config, {secrets});
}, 1_000_000);

afterAll(async () => {
  await transport?.close();
  await cli(['lab', 'down', '--wipe', '--name', name]);
}, 120_000);

function connection(host: string) {
  if (transport === undefined) throw new Error('the lab is not up');
  return transport.connection(host);
}

const connections = () => names.map(connection);
const soon = () => AbortSignal.timeout(60_000);

function request(opId: string) {
  const record = {opId, action: 'setup', title: 't', operator: 'alice@admin', consoleHost: 'admin'};
  const when = {startedAt: new Date().toISOString(), planHash: 'h', pid: process.pid, reason: 'a test'};
  return {record: {...record, ...when}, controllers: connections(), targets: names};
}

function acting(host: string, progress: (line: string) => void = () => undefined): ApplyContext {
  const {inspector, writer} = connection(host);
  return {inspector, writer, secrets, permit, timeoutMs: 240_000, progress};
}

describe('the lock', () => {
  it('is held by one: the second is told who, since when, what and why', async () => {
    const lock = await acquireLock(request('aaaa01'), permit, soon());
    expect(lock.hosts).toEqual(names);
    const second = acquireLock(request('aaaa02'), permit, soon());
    await expect(second).rejects.toMatchObject({
      code: 'locked',
      what: expect.stringMatching(
        /alice@admin: setup, run aaaa01, since .*reason: a test, on server1, server2, server3/,
      ),
    });
    await lock.release(soon());
    const third = await acquireLock(request('aaaa03'), permit, soon());
    expect(third.epoch).toBe(lock.epoch + 1);
    await third.release(soon());
    expect(
      holders(
        await seeLocks(
          connections().map(({inspector}) => inspector),
          soon(),
        ),
      ),
    ).toEqual([]);
  });

  it('goes to exactly one of many that ask at the same moment', async () => {
    const asked = await Promise.allSettled(
      Array.from({length: 5}, (_none, index) => acquireLock(request(`bbbb0${index}`), permit, soon())),
    );
    const won = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(won.length).toBe(1);
    for (const lock of won) await lock.release(soon());
    const after = await acquireLock(request('bbbb99'), permit, soon());
    await after.release(soon());
  });

  it('outlives the connections of its Runner, is then orphaned, and is released on purpose only', async () => {
    const own = openTransport(config, {secrets});
    const first = {...request('cccc01'), controllers: names.map((host) => own.connection(host))};
    await acquireLock(first, permit, soon());
    await own.close();
    const inspectors = connections().map(({inspector}) => inspector);
    const [alive] = holders(await seeLocks(inspectors, soon()));
    expect(alive).toMatchObject({orphaned: false, hosts: names});
    if (alive === undefined) return;
    await expect(releaseOrphan(alive, connections(), soon())).rejects.toMatchObject({code: 'refused'});
    // As if its Runner had been silent for a minute.
    for (const host of names) await lab.ssh(host, "touch -d '-60 seconds' /run/hpcha/op.beat");
    const [orphan] = holders(await seeLocks(inspectors, soon()));
    expect(orphan).toMatchObject({orphaned: true, lock: {unitActive: true}});
    await expect(acquireLock(request('cccc02'), permit, soon())).rejects.toMatchObject({
      hint: expect.stringContaining('runs release cccc01'),
    });
    if (orphan !== undefined) expect(await releaseOrphan(orphan, connections(), soon())).toEqual(names);
    const next = await acquireLock(request('cccc03'), permit, soon());
    await next.release(soon());
  });

  it('is gone on a controller that lost its power, and that alone does not end the run', async () => {
    const lock = await acquireLock(request('dddd01'), permit, soon());
    await lab.poweroff('server3');
    expect(await lock.beat('working', AbortSignal.timeout(6_000))).toBeNull();
    await lab.poweron('server3');
    await expect.poll(async () => lock.beat('working', AbortSignal.timeout(6_000)), {timeout: 30_000}).toBeNull();
    await lock.release(soon());
    expect((await lab.ssh('server3', 'ls /run/hpcha/op.json')).exitCode).not.toBe(0);
  });
});

describe('a long command', () => {
  it('survives a cut cable, and its end is seen when the cable is mended', async () => {
    const lines: string[] = [];
    const job = runJob(
      'for i in 1 2 3 4 5 6 7 8 9; do echo "turn $i"; sleep 2; done; exit 7',
      acting('server1', (line) => lines.push(line)),
      soon(),
    );
    await expect.poll(() => lines.some((line) => line.startsWith('turn')), {timeout: 20_000}).toBe(true);
    await lab.cut('server1');
    await expect.poll(() => lines.some((line) => line.includes('connecting again')), {timeout: 30_000}).toBe(true);
    await lab.mend('server1');
    expect(await job).toMatchObject({exitCode: 7, tail: expect.stringContaining('turn 9')});
    expect((await lab.ssh('server1', 'ls -A /run/hpcha/jobs')).stdout.trim()).toBe('');
  });
});

describe('packages', () => {
  const wanted = {
    kind: 'package',
    names: [
      'mariadb-server',
      'redis-server',
      'slurmctld',
      'munge',
      'keepalived',
      'glusterfs-server',
      'chrony',
      'nginx',
      'logrotate',
    ],
  } as const;
  const units = 'mariadb redis-server slurmctld munge keepalived glusterd chrony nginx';

  it('that ship services start none of them, and nothing is left that would keep them from starting', async () => {
    await applyOperation(wanted, acting('server1'), AbortSignal.timeout(300_000));
    const states = await lab.ssh('server1', `systemctl is-active ${units}`);
    expect(states.stdout.trim().split('\n')).toEqual(units.split(' ').map(() => 'inactive'));
    const started = await lab.ssh(
      'server1',
      "journalctl -b -o cat _PID=1 | grep -E '^(Started|Starting) (mariadb|redis|slurm|munge|keepalived|gluster|chrony|nginx)' || true",
    );
    expect(started.stdout.trim()).toBe('');
    expect((await lab.ssh('server1', 'ls /usr/sbin/policy-rc.d')).exitCode).not.toBe(0);
    // Not at the next boot either: a controller that loses its power before it is configured must not come back with defaults.
    const enabled = await lab.ssh('server1', `systemctl is-enabled ${units}`);
    expect(enabled.stdout.trim().split('\n')).toEqual(units.split(' ').map(() => 'disabled'));
    expect((await lab.ssh('server1', 'systemctl is-enabled logrotate.timer')).stdout.trim()).toBe('enabled');
    expect(await inspectOperation(wanted, acting('server1'), soon())).toEqual({needed: false});
  });

  it('whose installation was killed half-way are finished by the next run, still without a start', async () => {
    const lines: string[] = [];
    const first = applyOperation(
      wanted,
      acting('server2', (line) => lines.push(line)),
      AbortSignal.timeout(300_000),
    );
    first.catch(() => undefined);
    const unpacking = async () =>
      (await lab.ssh('server2', 'dpkg-query -W -f "\\${db:Status-Status}\\n" | grep -c unpacked')).stdout.trim();
    await expect.poll(unpacking, {timeout: 120_000, interval: 300}).not.toBe('0');
    await lab.ssh('server2', "systemctl kill -s KILL 'hpcha-job-*'");
    await expect(first).rejects.toMatchObject({isHpchaError: true});
    expect(await inspectOperation(wanted, acting('server2'), soon())).toMatchObject({needed: true});
    await applyOperation(wanted, acting('server2'), AbortSignal.timeout(300_000));
    expect(await inspectOperation(wanted, acting('server2'), soon())).toEqual({needed: false});
    const states = await lab.ssh('server2', `systemctl is-active ${units}`);
    expect(states.stdout.trim().split('\n')).toEqual(units.split(' ').map(() => 'inactive'));
    expect((await lab.ssh('server2', 'dpkg --audit')).stdout.trim()).toBe('');
  });
});
