// What only shows across services: a controller that does not let us in, the VIP where the services are not (ha-operations §2.9).

import {describe, expect, it} from 'vitest';
import type {ErrorCode} from '../../../src/model/error.ts';
import type {KeepalivedFacts, WebFacts, WebServiceFacts} from '../../../src/model/facts.ts';
import type {HostName} from '../../../src/model/service.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {members, verdict} from '../support/galera-members.ts';
import {
  at,
  configOf,
  galera,
  galeraStatus,
  gluster,
  lost,
  nonPrimary,
  peer,
  seen,
  unit,
  unreachable,
  withHost,
} from '../support/readings.ts';

const config = configOf();
const all: readonly HostName[] = ['server1', 'server2', 'server3'];

describe('a controller that does not let us in', () => {
  const refused = (code: ErrorCode, snapshot: Snapshot): Snapshot =>
    withHost(unreachable(snapshot, 'server3'), 'reach', {
      server3: {kind: 'lost', error: {code, what: 'no key was accepted'}, at},
    });
  const alone = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    hosts: {...snapshot.hosts, mariadb: {}, glusterfs: {}},
  });
  const abandoned = (): Snapshot => {
    const two = seen(galera(config, galeraStatus(config, ['server1', 'server2'])));
    const left = (host: string) =>
      seen(gluster(config, host, {peers: [peer(host === 'server1' ? 'server2' : 'server1'), peer('server3', false)]}));
    const torn = withHost(members(), 'mariadb', {server1: two, server2: two});
    return withHost(torn, 'glusterfs', {server1: left('server1'), server2: left('server2')});
  };

  it.each(['auth', 'host-key'] as const)('(%s) is unknown: that says nothing about its health', (code) => {
    const {codes, judgement, params} = verdict(alone(refused(code, members())));
    expect(codes).toContain('unknown ControllerRefusesUs server3');
    expect(codes.join()).not.toContain('ControllerUnreachable');
    expect(params('ControllerRefusesUs')).toMatchObject({error: 'no key was accepted'});
    expect(judgement.level).toBe('unknown');
    expect(judgement.controllers['server3']).toMatchObject({reach: 'lost', confirmedLost: false});
  });

  it.each(['auth', 'host-key'] as const)(
    '(%s) has answered: it is not gone, even if every peer has lost it',
    (code) => {
      const {codes, judgement} = verdict(refused(code, abandoned()));
      expect(codes).toContain('unknown ControllerRefusesUs server3');
      expect(codes.join()).not.toContain('ControllerLost');
      expect(judgement.controllers['server3']?.confirmedLost).toBe(false);
      expect(judgement.level).toBe('unknown');
    },
  );

  it('is another matter than one that does not answer, which the peers may declare gone', () => {
    expect(verdict(refused('unreachable', abandoned())).codes).toContain('warning ControllerLost server3');
    expect(verdict(alone(refused('unreachable', members()))).codes).toContain('unknown ControllerUnreachable server3');
  });
});

describe('the VIP', () => {
  const keepalived = (host: HostName, owner: HostName): KeepalivedFacts => ({
    unit: unit('keepalived.service'),
    vipOn: host === owner ? 'eth0' : null,
    mac: `02:00:00:00:00:0${host.at(-1)}`,
    ...{neighbourMac: null, neighbourState: null, lastTransitionAt: at - 600_000, transitions10min: 0, transitions: []},
    ...{vrrpState: host === owner ? 'MASTER' : 'BACKUP', maintenance: null, checks: {}, now: at},
  });
  const held = (snapshot: Snapshot, owner: HostName = 'server1'): Snapshot =>
    withHost(snapshot, 'keepalived', Object.fromEntries(all.map((host) => [host, seen(keepalived(host, owner))])));
  const faultOf = (snapshot: Snapshot) => {
    const {judgement, codes, params} = verdict(snapshot);
    const found = codes.filter((code) => code.includes('VipOnUnhealthyNode'));
    return {found, judgement, faults: params('VipOnUnhealthyNode')?.['faults']};
  };
  const critical = ['critical VipOnUnhealthyNode server1'];

  it('on a controller that serves is ok, whatever is wrong with another one', () => {
    expect(verdict(held(members())).codes).toEqual([]);
    const apart = members({server1: {facts: {status: nonPrimary(config, 'server1')}}});
    expect(faultOf(held(apart, 'server2')).found).toEqual([]);
  });

  it('on a server outside the Primary component is critical, and to be moved', () => {
    const {found, faults, judgement} = faultOf(
      held(members({server1: {facts: {status: nonPrimary(config, 'server1')}}})),
    );
    expect(found).toEqual(critical);
    expect(faults).toBe('Galera not Primary');
    expect(judgement.level).toBe('critical');
    expect(judgement.findings.find((each) => each.code === 'VipOnUnhealthyNode')?.remedy).toBe('failover-vip');
  });

  it('on a joining server is critical, on a donor it is not: that one serves', () => {
    const state = (number: string, said: string) =>
      members({server1: {status: {wsrep_local_state: number, wsrep_local_state_comment: said}}});
    expect(faultOf(held(state('1', 'Joining'))).faults).toBe('Galera Joining');
    expect(faultOf(held(state('2', 'Donor/Desynced'))).found).toEqual([]);
  });

  it('is no worse there than elsewhere while nobody is Primary', () => {
    const dark = Object.fromEntries(all.map((host) => [host, {facts: {status: nonPrimary(config, host)}}]));
    expect(faultOf(held(members(dark))).found).toEqual([]);
  });

  it.each([
    [{mount: null, mountAnswers: null}, 'Gluster not mounted'],
    [{mountAnswers: false, mountError: 'no answer'}, 'Gluster mount hangs'],
    [
      {mount: {path: '/mnt/glusterfs', source: '/dev/sda1', fstype: 'ext4', options: 'rw'}},
      "ext4 mounted in Gluster's place",
    ],
    [{writeCheckAgeSeconds: 70}, 'Gluster write check fails'],
  ])('on a controller whose mount is of no use is critical: %j', (over, fault) => {
    const {found, faults} = faultOf(
      held(withHost(members(), 'glusterfs', {server1: seen(gluster(config, 'server1', over))})),
    );
    expect(found).toEqual(critical);
    expect(faults).toBe(fault);
  });

  it('on a controller whose write check is only late is not yet critical', () => {
    const late = seen(gluster(config, 'server1', {writeCheckAgeSeconds: 69}));
    expect(faultOf(held(withHost(members(), 'glusterfs', {server1: late}))).found).toEqual([]);
  });

  describe('and nginx', () => {
    const auth: WebServiceFacts = {
      unit: unit('hpcha-web@auth.service'),
      ...{http: 200, latencyMs: 3, error: null, status: 'ok', version: '1', failing: []},
    };
    const web = (active: string, http: number | null): WebFacts => ({
      services: {auth},
      proxy: {unit: unit('nginx.service', active), http, latencyMs: null, error: null},
      certificate: null,
    });
    const proxies = (first: WebFacts, others: WebFacts) =>
      held(withHost(members(), 'web', {server1: seen(first), server2: seen(others), server3: seen(others)}));
    const [serving, stopped, mute] = [web('active', 200), web('failed', null), web('active', null)];

    it('that does not answer at the address, and does elsewhere, is critical', () => {
      expect(faultOf(proxies(stopped, serving))).toMatchObject({found: critical, faults: 'nginx does not answer'});
      expect(faultOf(proxies(mute, serving)).found).toEqual(critical);
    });

    it('that answers at the address, nowhere, or was not seen gives no reason to move', () => {
      expect(faultOf(proxies(serving, stopped)).found).toEqual([]);
      expect(faultOf(proxies(stopped, mute)).found).toEqual([]);
      const unseen = withHost(proxies(serving, serving), 'web', {server1: lost()});
      expect(faultOf(unseen).found).toEqual([]);
    });
  });
});
