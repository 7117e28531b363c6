// Settings of Galera members that make a failure worse, or stop service by themselves (ha-operations §1, §2.2).

import {describe, expect, it} from 'vitest';
import {judge} from '../../../src/probes/judge.ts';
import {members, verdict} from '../support/galera-members.ts';
import {codesOf, configOf, healthy} from '../support/readings.ts';

const options = (text: string) => members({server2: {variables: {wsrep_provider_options: text}}});

describe('provider options', () => {
  it.each(['pc.ignore_quorum', 'pc.ignore_sb'])('that switch %s on are critical on that server', (name) => {
    for (const on of ['true', 'YES', '1']) {
      const {codes, params, mariadb} = verdict(options(`gcache.size = 128M; ${name} = ${on}; pc.weight = 1`));
      expect(codes).toEqual(['critical GaleraIgnoresQuorum server2']);
      expect(params('GaleraIgnoresQuorum')).toEqual({option: name});
      expect(mariadb.controllers['server2']?.level).toBe('critical');
    }
    expect(verdict(options(`${name} = false; pc.weight = 1`)).codes).toEqual([]);
  });

  it.each([
    ['PT5S', 6],
    ['PT10S', 11],
    ['PT1M', 61],
    ['PT1M30S', 91],
  ])('that notice a loss only after %s are told, with the standstill that follows', (period, seconds) => {
    const {codes, params, judgement} = verdict(options(`evs.suspect_timeout = ${period}; evs.version = 1`));
    expect(codes).toEqual(['info GaleraSlowDetection server2']);
    expect(params('GaleraSlowDetection')).toEqual({suspect: period, seconds});
    expect(judgement.level).toBe('ok');
  });

  it.each(['PT1.5S', 'PT4.9S', 'PT', 'soon'])('that say %s are no slow detection', (period) => {
    expect(verdict(options(`evs.suspect_timeout = ${period}`)).codes).toEqual([]);
  });
});

describe('a server that does not take writes or queries', () => {
  it('because it is read-only is a warning', () => {
    const {codes, mariadb} = verdict(members({server3: {variables: {read_only: 'ON'}}}));
    expect(codes).toEqual(['warning GaleraReadOnly server3']);
    expect(mariadb).toMatchObject({level: 'warning', controllers: {server3: {level: 'warning'}}});
  });

  it('because it rejects queries is a warning that says how', () => {
    for (const value of ['ALL', 'ALL_KILL']) {
      const {codes, params, mariadb} = verdict(members({server3: {variables: {wsrep_reject_queries: value}}}));
      expect(codes).toEqual(['warning GaleraRejectsQueries server3']);
      expect(params('GaleraRejectsQueries')).toEqual({value});
      expect(mariadb.level).toBe('warning');
    }
    expect(verdict(members({server3: {variables: {wsrep_reject_queries: 'NONE'}}})).codes).toEqual([]);
  });
});

describe('servers that differ', () => {
  it('in the name of their cluster are critical: a stopped one too would start another cluster', () => {
    const {codes, params, judgement} = verdict(members({server2: {facts: {configuredName: 'other'}}}));
    expect(codes).toEqual(['critical GaleraNamesDiffer cluster']);
    expect(params('GaleraNamesDiffer')).toEqual({names: 'other, test'});
    expect(judgement.level).toBe('critical');
    expect(verdict(members({server2: {facts: {configuredName: null}}})).codes).toEqual([]);
  });

  it('in their version are a warning: a rolling upgrade that has not ended', () => {
    const provider = verdict(members({server1: {status: {wsrep_provider_version: '26.4.16'}}}));
    expect(provider.codes).toEqual(['warning GaleraVersionsDiffer cluster']);
    expect(provider.params('GaleraVersionsDiffer')).toEqual({versions: 'Galera 26.4.16, Galera 26.4.23'});
    const server = verdict(members({server1: {variables: {version: '10.11.18'}}}));
    expect(server.codes).toEqual(['warning GaleraVersionsDiffer cluster']);
    expect(server.params('GaleraVersionsDiffer')).toEqual({versions: 'MariaDB 10.11.18, MariaDB 10.11.19'});
    expect(server.judgement.level).toBe('warning');
  });
});

describe('an even number of servers', () => {
  const codesWith = (count: number) => {
    const config = configOf(count);
    return codesOf(judge({snapshot: healthy(config), config, history: []})).filter((code) => code.includes('Galera'));
  };

  it('without an arbitrator is told, an odd one is not', () => {
    expect(codesWith(4)).toEqual(['info GaleraEvenSize cluster']);
    expect(codesWith(3)).toEqual([]);
    expect(codesWith(5)).toEqual([]);
  });
});
