// What the product promises about Galera: ha-operations §2.2, §11.2. A wrong "ok" or a wrong "all down" costs data.

import {describe, expect, it} from 'vitest';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judge} from '../../../src/probes/judge.ts';
import {
  addressesOf,
  at,
  codesOf,
  configOf,
  galera,
  galeraStatus,
  gluster,
  healthy,
  nonPrimary,
  peer,
  seen,
  unit,
  unreachable,
  uuidB,
  withHost,
} from '../support/readings.ts';

const config = configOf();
const all = ['server1', 'server2', 'server3'];

function verdict(snapshot: Snapshot, history: readonly Snapshot[] = [], given = config) {
  const judgement = judge({snapshot, config: given, history});
  const codes = codesOf(judgement);
  return {judgement, mariadb: judgement.services.mariadb, codes};
}

/** Galera of these hosts replaced; the others stay healthy members of the three. */
function withGalera(over: Readonly<Record<string, ReturnType<typeof galera>>>, base = healthy(config)): Snapshot {
  return withHost(
    base,
    'mariadb',
    Object.fromEntries(Object.entries(over).map(([host, facts]) => [host, seen(facts)])),
  );
}

describe('Galera', () => {
  it('three Synced members of one view are ok and may lose one', () => {
    const {mariadb, codes} = verdict(healthy(config));
    expect(codes).toEqual([]);
    expect(mariadb).toMatchObject({level: 'ok', line: {en: '3 of 3 Synced, Primary'}, tolerance: 1});
    expect(mariadb.controllers['server2']).toMatchObject({level: 'ok', word: {en: 'Synced'}, reading: 'seen'});
  });

  it('a stopped server is a warning that names it, and no further loss is tolerated', () => {
    const two = galeraStatus(config, ['server1', 'server2']);
    const {mariadb, codes} = verdict(
      withGalera({server1: galera(config, two), server2: galera(config, two), server3: galera(config, null)}),
    );
    expect(codes).toEqual(['warning GaleraNodeDown server3', 'warning NoTolerance cluster']);
    expect(mariadb).toMatchObject({level: 'warning', line: {en: '2 of 3 Synced, Primary'}, tolerance: 0});
    expect(mariadb.controllers['server3']).toMatchObject({level: 'warning', word: {en: 'stopped'}});
  });

  it('one member left of three is critical', () => {
    const one = galeraStatus(config, ['server1']);
    const {mariadb, codes} = verdict(
      withGalera({server1: galera(config, one), server2: galera(config, null), server3: galera(config, null)}),
    );
    expect(codes).toContain('critical GaleraSizeCritical cluster');
    expect(mariadb).toMatchObject({level: 'critical', tolerance: 0});
  });

  it('a member outside the Primary component is a partitioned minority', () => {
    const two = galeraStatus(config, ['server1', 'server2']);
    const {codes} = verdict(
      withGalera({
        server1: galera(config, two),
        server2: galera(config, two),
        server3: galera(config, nonPrimary(config, 'server3')),
      }),
    );
    expect(codes).toContain('critical GaleraPartitionMinority server3');
  });

  it('members that are all non-Primary are not "down": their restart is never advised', () => {
    const {mariadb, codes, judgement} = verdict(
      withGalera(Object.fromEntries(all.map((host) => [host, galera(config, nonPrimary(config, host))]))),
    );
    expect(codes).toContain('critical GaleraNonPrimary cluster');
    expect(codes.join()).not.toContain('GaleraAllDown');
    expect(mariadb).toMatchObject({level: 'critical', tolerance: 0});
    expect(judgement.findings[0]?.remedy).toBe('bootstrap-galera');
    expect(Object.values(mariadb.controllers).map((cell) => cell.level)).toEqual(['critical', 'critical', 'critical']);
  });

  it('two histories are a split brain at the first sight', () => {
    const alone = galeraStatus(config, ['server1'], {wsrep_cluster_state_uuid: uuidB, wsrep_local_state_uuid: uuidB});
    const pair = galeraStatus(config, ['server2', 'server3']);
    const {codes, judgement} = verdict(
      withGalera({server1: galera(config, alone), server2: galera(config, pair), server3: galera(config, pair)}),
    );
    expect(codes).toContain('critical GaleraSplitBrain cluster');
    expect(judgement.findings.find((finding) => finding.code === 'GaleraSplitBrain')?.params['kind']).toBe(
      'DifferentHistories',
    );
  });

  it('two Primary views of one history are a suspicion once and a split brain twice', () => {
    const alone = galeraStatus(config, ['server1'], {wsrep_cluster_conf_id: '7'});
    const pair = galeraStatus(config, ['server2', 'server3'], {wsrep_cluster_conf_id: '9'});
    const torn = withGalera({
      server1: galera(config, alone),
      server2: galera(config, pair),
      server3: galera(config, pair),
    });
    expect(verdict(torn).codes).toContain('warning GaleraViewsDiffer cluster');
    expect(verdict(torn, [healthy(config)]).codes).toContain('warning GaleraViewsDiffer cluster');
    expect(verdict(torn, [torn]).codes).toContain('critical GaleraSplitBrain cluster');
  });

  it('members in the middle of a view change are no split brain, however often seen', () => {
    const before = galeraStatus(config, all, {wsrep_cluster_conf_id: '7', wsrep_cluster_size: '1'});
    const after = galeraStatus(config, all, {wsrep_cluster_conf_id: '8', wsrep_cluster_size: '2'});
    const skewed = withGalera({
      server1: galera(config, before),
      server2: galera(config, after),
      server3: galera(config, after),
    });
    expect(verdict(skewed, [skewed]).codes.join()).not.toContain('SplitBrain');
  });

  it('all down is said only if every server was seen to be down', () => {
    const down = withGalera(Object.fromEntries(all.map((host) => [host, galera(config, null)])));
    expect(verdict(down).codes).toContain('critical GaleraAllDown cluster');
    const silent = verdict(unreachable(down, 'server3'));
    expect(silent.codes.join()).not.toContain('GaleraAllDown');
    expect(silent.codes).toContain('unknown GaleraUnobservable cluster');
    expect(silent.mariadb).toMatchObject({line: {en: 'not observable'}, tolerance: null});
    expect(silent.judgement.tolerance).toBeNull();
  });

  it('a server that runs and does not answer is never counted as down', () => {
    const hung = galera(config, null, {
      process: 'running',
      unit: unit('mariadb.service'),
      sqlError: 'no answer within 2.5 s',
    });
    const {codes, mariadb} = verdict(withGalera(Object.fromEntries(all.map((host) => [host, hung]))));
    expect(codes).toContain('unknown GaleraUnobservable cluster');
    expect(mariadb.controllers['server1']?.word.en).toBe('SQL silent');
  });

  it('an unreachable member that its peers still list is unknown, not lost: only our path is broken', () => {
    const {judgement, mariadb, codes} = verdict(unreachable(healthy(config), 'server3'));
    expect(codes).toContain('warning ManagementPathLost server3');
    expect(mariadb.controllers['server3']).toMatchObject({reading: 'lost', level: 'unknown'});
    expect(judgement).toMatchObject({level: 'unknown'});
    expect(judgement.controllers['server3']).toMatchObject({reach: 'lost', confirmedLost: false});
  });

  it('an unreachable member that its peers have lost is judged, not unknown', () => {
    const two = galera(config, galeraStatus(config, ['server1', 'server2']));
    const dead = unreachable(withGalera({server1: two, server2: two}), 'server3');
    const seenApart = (host: string) =>
      seen(gluster(config, host, {peers: [peer(host === 'server1' ? 'server2' : 'server1'), peer('server3', false)]}));
    const volumeless = withHost(dead, 'glusterfs', {server1: seenApart('server1'), server2: seenApart('server2')});
    const {judgement, mariadb, codes} = verdict(volumeless);
    expect(codes).toContain('warning ControllerLost server3');
    expect(codes).toContain('warning GaleraNodeLost server3');
    expect(mariadb.controllers['server3']).toMatchObject({reading: 'lost', level: 'warning', word: {en: 'lost'}});
    expect(judgement.level).toBe('warning');
    expect(judgement.controllers['server3']?.confirmedLost).toBe(true);
  });

  it('somebody else in the cluster is critical, by address and by number', () => {
    const four = galeraStatus(config, [...all, '10.0.0.250'], {wsrep_cluster_size: '4'});
    const joined = withGalera(Object.fromEntries(all.map((host) => [host, galera(config, four)])));
    expect(verdict(joined).codes).toContain('critical GaleraForeignNode cluster');
  });

  it('a donor is a warning and still counts; a broken state is critical', () => {
    const donor = galeraStatus(config, all, {wsrep_local_state: '2', wsrep_local_state_comment: 'Donor/Desynced'});
    const {codes, mariadb} = verdict(withGalera({server2: galera(config, donor)}));
    expect(codes).toEqual(['warning GaleraDonor server2']);
    expect(mariadb).toMatchObject({tolerance: 1, line: {en: '2 of 3 Synced, Primary'}});
    const broken = galeraStatus(config, all, {wsrep_local_state: '0', wsrep_local_state_comment: 'Inconsistent'});
    expect(verdict(withGalera({server2: galera(config, broken)})).codes).toContain(
      'critical GaleraInconsistent server2',
    );
  });

  it('a comment with a suffix is still a joining member', () => {
    const joining = galeraStatus(config, all, {
      wsrep_local_state: '1',
      wsrep_local_state_comment: 'Joining: receiving State Transfer',
      wsrep_ready: 'OFF',
    });
    const {codes, mariadb} = verdict(withGalera({server3: galera(config, joining)}));
    expect(codes).toEqual(['warning GaleraJoining server3']);
    expect(mariadb.controllers['server3']?.word.en).toBe('Joining');
  });

  it('a long queue is worth a warning only when two samples in a row show it', () => {
    const busy = withGalera({server2: galera(config, galeraStatus(config, all, {wsrep_local_recv_queue: '50'}))});
    expect(verdict(busy).codes).toEqual(['info GaleraQueue server2']);
    expect(verdict(busy).judgement.level).toBe('ok');
    expect(verdict(busy, [busy]).codes).toEqual(['warning GaleraQueue server2']);
  });

  it('flow control is a rate between two snapshots, and not measured in one', () => {
    const paused = (ns: string, when: number) =>
      withHost(healthy(config), 'mariadb', {
        server2: seen(galera(config, galeraStatus(config, all, {wsrep_flow_control_paused_ns: ns})), when),
      });
    const now = paused('1500000000', at + 3000);
    expect(verdict(now).mariadb.controllers['server2']?.facts['flow_control_percent']).toBeNull();
    const measured = verdict(now, [paused('0', at)]);
    expect(measured.mariadb.controllers['server2']?.facts['flow_control_percent']).toBe(50);
    expect(measured.codes).toEqual(['critical GaleraFlowControl server2']);
    expect(verdict(now, [paused('0', at + 2800)]).codes).toEqual([]);
  });

  it('an address that names nobody would start a second cluster: critical; one that lacks somebody: warning', () => {
    const status = galeraStatus(config, all);
    const empty = withGalera({server1: galera(config, status, {configuredAddress: 'gcomm://'})});
    expect(verdict(empty).codes).toEqual(['critical GaleraAddressEmpty server1']);
    const lacking = withGalera({
      server1: galera(config, status, {configuredAddress: 'gcomm://10.0.0.101,server2:4567'}),
    });
    const {codes, judgement} = verdict(lacking);
    expect(codes).toEqual(['warning GaleraAddressIncomplete server1']);
    expect(judgement.findings[0]?.params['names']).toBe('server3');
  });

  it('a leftover of a bootstrap is critical once it is seen twice', () => {
    const left = withGalera({
      server1: galera(config, galeraStatus(config, all), {bootstrapLeftovers: ['/run/mariadb-wsrep-new-cluster']}),
    });
    expect(verdict(left).codes).toEqual(['warning GaleraStaleBootstrap server1']);
    expect(verdict(left, [left]).codes).toEqual(['critical GaleraStaleBootstrap server1']);
  });

  it('an arbitrator counts in the size and has no address; without it the pair says so', () => {
    const pair = configOf(3, {}, [{}, {}, {mariadb: false}]);
    const with2 = (incoming: string, size: string) => {
      const status = galeraStatus(pair, ['server1', 'server2'], {
        wsrep_incoming_addresses: incoming,
        wsrep_cluster_size: size,
      });
      const member = seen(galera(pair, status));
      const arbitrator = seen(
        galera(pair, null, {
          unit: unit('mariadb.service', 'not-found'),
          arbitrator: unit('garb.service'),
          configuredAddress: null,
          grastate: null,
          datadir: 'absent',
        }),
      );
      return withHost(healthy(pair), 'mariadb', {server1: member, server2: member, server3: arbitrator});
    };
    const two = addressesOf(pair, ['server1', 'server2']);
    const complete = verdict(with2(`,${two}`, '3'), [], pair);
    expect(complete.codes).toEqual([]);
    expect(complete.mariadb).toMatchObject({level: 'ok', tolerance: 1, line: {en: '2 of 2 Synced, Primary'}});
    expect(complete.mariadb.controllers['server3']).toMatchObject({level: 'ok', word: {en: 'arbitrator'}});
    const without = verdict(with2(two, '2'), [], pair);
    expect(without.codes).toContain('warning GaleraArbitratorMissing server3');
    expect(without.mariadb.tolerance).toBe(0);
  });

  it('a server that was only installed has no say; beside a deployed cluster it is a warning', () => {
    const plain = galera(config, null, {
      configuredAddress: null,
      configuredName: null,
      grastate: null,
      datadir: 'fresh',
    });
    const fresh = verdict(withGalera(Object.fromEntries(all.map((host) => [host, plain]))));
    expect(fresh.mariadb).toMatchObject({level: 'none', line: {en: 'not deployed'}, tolerance: null});
    const two = galera(config, galeraStatus(config, ['server1', 'server2']));
    const half = verdict(withGalera({server1: two, server2: two, server3: plain}));
    expect(half.codes).toEqual(['warning GaleraNotDeployedHere server3', 'warning NoTolerance cluster']);
  });
});
