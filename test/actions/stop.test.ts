// Stop: the safe order, the recorded last database node, and no stop over the head of a controller that was not seen.

import {describe, expect, it} from 'vitest';
import {offers} from '../../src/actions/offers.ts';
import {webPhase} from '../../src/actions/phases/web.ts';
import {planStop} from '../../src/actions/stop.ts';
import {planWords} from '../../src/model/plan-words.ts';
import {type ServiceId, services} from '../../src/model/service.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {checks} from '../../src/probes/checks.ts';
import {
  bareSnapshot,
  codesOf,
  configOf,
  gluster,
  lost,
  planOf,
  rested,
  running,
  seen,
  withReadings,
} from './support/cluster.ts';

const config = configOf();

function up(): Snapshot {
  const snapshot = bareSnapshot(config);
  const hosts = ['server1', 'server2', 'server3'];
  const database = withReadings(snapshot, 'mariadb', Object.fromEntries(hosts.map((host) => [host, seen(running())])));
  return withReadings(database, 'glusterfs', Object.fromEntries(hosts.map((host) => [host, seen(gluster())])));
}

function stop(snapshot: Snapshot, service?: ServiceId, overrides: readonly string[] = []) {
  return planStop({snapshot, config, input: service === undefined ? {} : {service}, overrides});
}

describe('a full stop', () => {
  const plan = planOf(stop(up()));

  it('goes from the address down to the disks', () => {
    expect(plan.stages.map(({id}) => id)).toEqual([
      'stop-keepalived',
      ...['stop-web-front', 'stop-web-services'],
      ...['stop-slurmctld', 'stop-slurmdbd', 'stop-mariadb', 'stop-mariadb-record'],
      ...['stop-sentinels', 'stop-redis-replicas', 'stop-gluster-mounts', 'stop-gluster-volume', 'stop-glusterd'],
    ]);
  });

  it('is destructive and must be confirmed by the name of the cluster', () => {
    expect(plan).toMatchObject({danger: 'destructive', target: 'test'});
  });

  it('takes the database nodes one by one, the first controller last and alone', () => {
    const nodes = plan.steps.filter(({stage}) => stage === 'stop-mariadb');
    expect(nodes.map(({on}) => on)).toEqual(['server3', 'server2', 'server1']);
    expect(nodes.at(-1)?.before).toEqual([{name: 'galera-size', args: {size: 1}}]);
    expect(nodes.at(-1)?.after.map(({name}) => name)).toEqual(['galera-at-rest', 'galera-safe-to-bootstrap']);
  });

  it('records the last one on every controller', () => {
    const records = plan.steps.filter(({stage}) => stage === 'stop-mariadb-record');
    expect(records.map(({on}) => on)).toEqual(['server1', 'server2', 'server3']);
    expect(records[0]?.operation).toMatchObject({
      kind: 'file',
      path: '/var/lib/hpcha/galera-last-out',
      content: ['server1\n'],
    });
  });

  it('stops the backups of slurmctld before the primary, so that nobody takes over', () => {
    const order = plan.steps.filter(({title}) => title === 'stop slurmctld').map(({on}) => on);
    expect(order).toEqual(['server3', 'server2', 'server1']);
  });

  it('leaves compute nodes alone and names only checks that exist', () => {
    expect(plan.steps.some(({on}) => on === 'node001')).toBe(false);
    const named = plan.steps.flatMap(({before, after}) => [...before, ...after]).map(({name}) => name);
    expect([...new Set(named)].filter((name) => !checks.has(name))).toEqual([]);
  });
});

describe('a stop of what is stopped', () => {
  it('records nobody as the last one', () => {
    const down = withReadings(up(), 'mariadb', {
      server1: seen(rested(5n, true)),
      server2: seen(rested(4n, false)),
      server3: seen(rested(4n, false)),
    });
    const stages = planOf(stop(down)).stages.map(({id}) => id);
    expect(stages).not.toContain('stop-mariadb');
    expect(stages).not.toContain('stop-mariadb-record');
  });
});

describe('a stop of one service', () => {
  it('touches only it, and asks for the name of the cluster', () => {
    const plan = planOf(stop(up(), 'redis'));
    expect(new Set(plan.stages.map(({id}) => id))).toEqual(new Set(['stop-sentinels', 'stop-redis-replicas']));
    expect(plan.danger).toBe('disruptive');
  });

  it('does not take the volume from under a Slurm controller that writes to it', () => {
    const active = {
      slurmctld: {unit: 'slurmctld.service', active: 'active', sub: '', mainPid: 5, restarts: 0, enabled: ''},
    };
    const snapshot = withReadings(up(), 'slurm', {server2: seen(active) as never});
    expect(codesOf(stop(snapshot, 'glusterfs'))).toEqual(['GlusterStillUsed@server2']);
    expect(stop(snapshot).kind).toBe('plan');
  });

  it('says so when there is no such thing to stop', () => {
    expect(codesOf(stop(up(), 'host'))).toEqual(['ServiceNotStoppable@cluster']);
  });
});

describe('a stop of web', () => {
  const mark = '/etc/hpcha/web/in-service';
  const marksIn = (given: ReturnType<typeof stop>) =>
    planOf(given).steps.filter(({operation}) => operation.kind === 'exec' && operation.argv.includes(mark));

  it('on every controller takes the mark away everywhere before any nginx goes, so that no check of the address fails', () => {
    const plan = planOf(stop(up(), 'web'));
    expect(plan.stages.map(({id}) => id)).toEqual(['stop-web-mark', 'stop-web-front', 'stop-web-services']);
    const marks = marksIn(stop(up(), 'web'));
    expect(marks.map(({stage, on}) => `${stage} ${on}`)).toEqual(
      ['server1', 'server2', 'server3'].map((host) => `stop-web-mark ${host}`),
    );
    expect(plan.danger).toBe('disruptive');
  });

  it('takes it away once: where it is gone, nothing is done', () => {
    for (const {operation} of marksIn(stop(up(), 'web'))) {
      expect(operation).toMatchObject({
        argv: ['rm', '-f', mark],
        unless: {argv: ['test', '!', '-e', mark], expect: {kind: 'exit', codes: [0]}},
      });
    }
  });

  it('keeps it while a controller that was left out may serve: the address belongs there', () => {
    const away = withReadings(up(), 'reach', {server3: lost('no route')});
    const plan = stop(away, 'web', ['ControllerUnseen:server3']);
    expect(marksIn(plan)).toEqual([]);
    expect(planOf(plan).stages.map(({id}) => id)).toEqual(['stop-web-front', 'stop-web-services']);
  });

  it('keeps it in a full stop: a boot brings everything back, and the check with it', () => {
    expect(marksIn(stop(up()))).toEqual([]);
  });

  it('is undone by phase 6, whose last step on each controller leaves the mark again', () => {
    const part = webPhase.plan(up(), config);
    if (part.kind !== 'part') throw new Error('refused');
    for (const host of ['server1', 'server2', 'server3']) {
      expect(part.steps.filter(({on}) => on === host).at(-1)?.operation).toMatchObject({kind: 'file', path: mark});
    }
  });

  it('is offered in the console too', () => {
    const field = offers.find(({id}) => id === 'stop')?.fields.find(({name}) => name === 'service');
    const stoppable = services.filter((service) => service !== 'host');
    expect([...(field !== undefined && 'choices' in field ? field.choices : [])].sort()).toEqual([...stoppable].sort());
  });

  it('is read in Korean too', () => {
    for (const {title} of [...planOf(stop(up(), 'web')).stages, ...marksIn(stop(up(), 'web'))])
      expect(planWords(title, 'ko')).toMatch(/[가-힣]/);
  });
});

describe('a controller that was not seen', () => {
  const away = withReadings(up(), 'reach', {server3: lost('no route')});

  it('stands against a stop', () => {
    expect(codesOf(stop(away))).toEqual(['ControllerUnseen@server3']);
  });

  it('is left out when the operator says so by name', () => {
    const plan = planOf(stop(away, undefined, ['ControllerUnseen:server3']));
    expect(plan.steps.some(({on}) => on === 'server3')).toBe(false);
    expect(plan.danger).toBe('destructive');
  });
});

describe('a state transfer', () => {
  it('is not interrupted: its receiver would lose what it has', () => {
    const receiving = {...running(), process: 'sst' as const};
    expect(codesOf(stop(withReadings(up(), 'mariadb', {server2: seen(receiving)})))).toEqual([
      'GaleraStartBusy@server2',
    ]);
  });
});
