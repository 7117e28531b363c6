// What a dry run promises: it shows what would change and touches no writer.

import {describe, expect, it} from 'vitest';
import {previewPlan} from '../../src/run/preview.ts';
import {FakeCluster, file, never, plan, stage, step} from './fake-cluster.ts';

function preview(cluster: FakeCluster, ...steps: readonly ReturnType<typeof step>[]) {
  const inspector = (host: string) => cluster.host(host).connection().inspector;
  const controllers = [...cluster.hosts.keys()];
  return previewPlan(plan([stage('s'), stage('t')], steps), {secrets: cluster.secrets, controllers, inspector}, never);
}

describe('a dry run', () => {
  it('changes nothing: it is given no writer, and the hosts were asked for none', async () => {
    const cluster = new FakeCluster('a');
    const previews = await preview(
      cluster,
      step('f', 'a', file('/x', 'new\n', {marks: ['x']})),
      step('p', 'a', {kind: 'package', names: ['redis-server']}),
      step('u', 'a', {kind: 'unit', unit: 'x', state: 'started', enabled: true}),
    );
    expect(previews.map(({would}) => would)).toEqual(['change', 'change', 'change']);
    expect(cluster.host('a').writes).toEqual([]);
  });

  it('shows the restart that a change would cause', async () => {
    const cluster = new FakeCluster('a');
    const previews = await preview(
      cluster,
      step('f', 'a', file('/x', 'new\n', {marks: ['x']})),
      step('r', 'a', {kind: 'restart', unit: 'x', mark: 'x', how: 'restart'}, {stage: 't'}),
    );
    expect(previews[1]).toMatchObject({would: 'change'});
  });

  it('shows no restart where the unit would be started anyway', async () => {
    const cluster = new FakeCluster('a');
    const previews = await preview(
      cluster,
      step('f', 'a', file('/x', 'new\n', {marks: ['x']})),
      step('u', 'a', {kind: 'unit', unit: 'x', state: 'started', clears: ['x']}),
      step('r', 'a', {kind: 'restart', unit: 'x', mark: 'x', how: 'restart'}),
    );
    expect(previews.map(({would}) => would)).toEqual(['change', 'change', 'nothing']);
  });

  it('calls what cannot be seen before an earlier step a later change, and without one a failure', async () => {
    const cluster = new FakeCluster('a', 'b');
    const line = {kind: 'line', path: '/none', match: '^x', line: 'x', append: false} as const;
    const later = await preview(cluster, step('f', 'a', file('/x', 'n')), step('l', 'a', line));
    expect(later[1]).toMatchObject({would: 'later'});
    const failing = await preview(cluster, step('l', 'b', line));
    expect(failing[0]).toMatchObject({would: 'fail', why: 'b: there is no /none'});
  });

  it('shows a secret as dots, in what is there and in what would be', async () => {
    const cluster = new FakeCluster('a');
    const there = {mode: '0600', owner: 'root', group: 'root'};
    cluster.host('a').files.set('/x', {content: 'requirepass old-password\nport 1\n', ...there});
    const [only] = await preview(
      cluster,
      step('f', 'a', {
        ...{kind: 'file', path: '/x', ...there},
        content: ['requirepass ', {secret: 'redis.password'}, '\nport 2\n'],
      }),
    );
    expect(only?.diff).toContain('+port 2');
    expect(only?.diff).not.toMatch(/old-password|hunter2/);
  });

  it('reports a host that cannot be looked at', async () => {
    const cluster = new FakeCluster('a');
    cluster.host('a').reachable = false;
    const [only] = await preview(cluster, step('f', 'a', file('/x', 'n')));
    expect(only).toMatchObject({would: 'fail', why: 'a: the connection is lost'});
  });
});
