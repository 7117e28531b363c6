// What keepalived's daemon says of itself on one controller, and what is made of it (ha-operations §2.5).

import {describe, expect, it} from 'vitest';
import type {KeepalivedFacts} from '../../../src/model/facts.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {judgeKeepalived} from '../../../src/probes/keepalived/judge-keepalived.ts';
import {saidBy, snapshotOf, transcriptOf} from '../../support/judged-scene.ts';
import {labConfig} from '../../support/lab-config.ts';
import {galera, galeraStatus, lost, seen} from '../support/readings.ts';

const config = labConfig();
const healthy = await snapshotOf('keepalived', transcriptOf('keepalived', 'vip-healthy'), config);

const say = (snapshot: Snapshot) => saidBy(judgeKeepalived({snapshot, config, history: []}));

/** server1 holds the VIP; server2 and server3 are its backups. */
function changed(host: string, changes: Partial<KeepalivedFacts>): Snapshot {
  const reading = healthy.hosts.keepalived[host];
  if (reading?.kind !== 'seen') throw new Error(`${host} was not seen`);
  const keepalived = {...healthy.hosts.keepalived, [host]: {...reading, value: {...reading.value, ...changes}}};
  return {...healthy, hosts: {...healthy.hosts, keepalived}};
}

describe('a daemon', () => {
  it('that is not in FAULT although a check fails is a warning that names the check', () => {
    const checks = {hpcha_galera: false, hpcha_gluster: true};
    const failing = changed('server2', {checks});
    expect(say(failing)).toMatchObject({level: 'warning', found: ['warning KeepalivedCheckFailing server2']});
    const [finding] = judgeKeepalived({snapshot: failing, config, history: []}).findings;
    expect(finding?.params).toEqual({checks: 'hpcha_galera'});
    expect(say(changed('server2', {checks: {hpcha_galera: true}})).found).toEqual([]);
    expect(say(changed('server2', {checks, vrrpState: 'FAULT'})).found).toEqual(['warning KeepalivedFault server2']);
  });

  it.each(['INIT', 'STOP'])('that runs in the state %s is a warning, and no backup', (vrrpState) => {
    expect(say(changed('server3', {vrrpState}))).toMatchObject({
      level: 'warning',
      tolerance: 1,
      words: {server3: `${vrrpState} 80`},
      found: ['warning KeepalivedNotReady server3'],
    });
  });

  it('whose state nobody knows is unknown, never ok: it may not take the address over', () => {
    const silent = changed('server3', {vrrpState: null, lastTransitionAt: null, transitions10min: null});
    const part = judgeKeepalived({snapshot: silent, config, history: []});
    expect(saidBy(part)).toMatchObject({
      level: 'unknown',
      tolerance: 1,
      found: ['unknown KeepalivedStateUnknown server3'],
    });
    expect(part.verdict.controllers['server3']?.level).toBe('unknown');
  });

  it('whose state nobody knows is told where the kernel holds the address: that says enough', () => {
    const silent = changed('server1', {vrrpState: null, lastTransitionAt: null, transitions10min: null});
    expect(say(silent)).toMatchObject({level: 'ok', tolerance: 2, found: ['info KeepalivedStateUnknown server1']});
  });
});

describe('a daemon whose controller was lost', () => {
  const gone = (status: Readonly<Record<string, string>>): Snapshot => {
    const away = {...lost(), at: healthy.at};
    const member = seen(galera(config, status), healthy.at);
    const hosts = {
      ...healthy.hosts,
      reach: {...healthy.hosts.reach, server3: away},
      keepalived: {...healthy.hosts.keepalived, server3: away},
      mariadb: {server1: member, server2: member},
    };
    return {...healthy, hosts};
  };

  it('is a warning once the peers confirm it', () => {
    const said = say(gone(galeraStatus(config, ['server1', 'server2'])));
    expect(said).toMatchObject({level: 'warning', tolerance: 1, found: ['warning KeepalivedLost server3']});
  });

  it('is unknown, and not lost, while they still work with it', () => {
    const said = say(gone(galeraStatus(config, ['server1', 'server2', 'server3'])));
    expect(said).toMatchObject({level: 'unknown', words: {server3: 'unreachable'}, found: []});
  });
});
