// What the picture of the web services promises: certificates that end are named in time, one controller's fault is no outage.

import {describe, expect, test} from 'vitest';
import type {KeepalivedFacts, WebFacts, WebServiceFacts} from '../../../src/model/facts.ts';
import type {Reading} from '../../../src/model/reading.ts';
import {emptySnapshot} from '../../../src/model/snapshot.ts';
import {judgeWeb} from '../../../src/probes/web/judge-web.ts';
import {configOf, lost, seen, unit} from '../../actions/support/cluster.ts';
import {galera, galeraStatus} from '../support/readings.ts';

const now = Date.UTC(2026, 5, 1);
const day = 24 * 3600 * 1000;
const config = configOf();

function service(over: Partial<WebServiceFacts> = {}): WebServiceFacts {
  return {
    unit: unit('hpcha-web@auth.service', 'active'),
    ...{http: 200, latencyMs: 3, error: null, status: 'ok', version: '1', failing: []},
    ...over,
  };
}

function web(over: Partial<WebFacts> = {}): WebFacts {
  return {
    services: {auth: service(), jobs: service()},
    proxy: {unit: unit('nginx.service', 'active'), http: 200, latencyMs: 2, error: null},
    certificate: {
      ...{subject: 'cluster.local', issuer: 'authority', notBefore: now - day, notAfter: now + 300 * day},
      ...{names: 'DNS:cluster.local', fingerprint: 'ab'},
    },
    ...over,
  };
}

function judged(readings: readonly Reading<WebFacts>[]) {
  const snapshot = emptySnapshot('test', now);
  const reach = Object.fromEntries(
    config.nodes.controllers.map(({hostname}) => [hostname, seen({user: 'root', root: true, rttMs: 1})]),
  );
  const column = Object.fromEntries(
    config.nodes.controllers.map(({hostname}, index) => [hostname, readings[index] ?? seen(web())]),
  );
  return judgeWeb({config, history: [], snapshot: {...snapshot, hosts: {...snapshot.hosts, reach, web: column}}});
}

function certificate(left: number): Reading<WebFacts> {
  const {certificate: whole} = web();
  const dates = {notBefore: Math.min(now - day, now + left - 397 * day), notAfter: now + left};
  return seen(web({certificate: whole === null ? null : {...whole, ...dates}}));
}

const codes = (part: ReturnType<typeof judged>) =>
  part.findings.map(({code, level, where}) => `${code} ${level} ${where}`);

/** A controller as keepalived sees it: it has the address, would take it, or can not. */
function vrrp(state: 'MASTER' | 'BACKUP' | 'FAULT'): Reading<KeepalivedFacts> {
  return seen({
    unit: unit('keepalived.service', 'active'),
    ...{vipOn: state === 'MASTER' ? 'eth0' : null, mac: null, neighbourMac: null, neighbourState: null},
    ...{vrrpState: state, lastTransitionAt: 0, transitions10min: 0, transitions: [], maintenance: null, checks: {}},
    now,
  });
}

describe('how many controllers may still die', () => {
  const states = ['MASTER', 'BACKUP', 'BACKUP'] as const;
  const left = (
    readings: readonly Reading<WebFacts>[],
    vrrpStates: readonly ('MASTER' | 'BACKUP' | 'FAULT')[] = states,
    of = config,
  ): number | null => {
    const snapshot = emptySnapshot('test', now);
    const hosts = of.nodes.controllers.map(({hostname}) => hostname);
    const column = <T>(make: (index: number) => T) =>
      Object.fromEntries(hosts.map((host, index) => [host, make(index)] as const));
    const columns = {
      reach: column(() => seen({user: 'root', root: true, rttMs: 1})),
      web: column((index) => readings[index] ?? seen(web())),
      keepalived: column((index) => vrrp(vrrpStates[index] ?? 'BACKUP')),
    };
    return judgeWeb({config: of, history: [], snapshot: {...snapshot, hosts: {...snapshot.hosts, ...columns}}}).verdict
      .tolerance;
  };
  const without = (over: Partial<WebFacts['services']>): Reading<WebFacts> =>
    seen(web({services: {...web().services, ...over} as WebFacts['services']}));
  const silent = service({http: null, status: null, error: 'refused'});

  test('all but one, while each has all services and a door that the address may go to', () => {
    expect(left([])).toBe(2);
  });

  test('one less for a service that two have, and none where one alone has it', () => {
    expect(left([without({jobs: silent})])).toBe(1);
    expect(left([without({jobs: silent}), without({jobs: silent})])).toBe(0);
    expect(left([without({jobs: silent}), without({auth: silent})])).toBe(1);
  });

  test('one less for an nginx that does not answer, and for one that the address cannot go to', () => {
    const closed = seen(web({proxy: {...web().proxy, http: 502}}));
    expect(left([closed])).toBe(1);
    expect(left([], ['MASTER', 'BACKUP', 'FAULT'])).toBe(1);
    expect(left([], ['MASTER', 'FAULT', 'FAULT'])).toBe(0);
  });

  test('what was not seen is not promised, and where nothing was seen nothing is', () => {
    expect(left([lost('no answer')])).toBe(1);
    expect(left([lost('no answer'), lost('no answer'), lost('no answer')])).toBeNull();
  });

  test('nothing is promised where keepalived was not asked, as by `health`: not even that there is none', () => {
    expect(judged([]).verdict.tolerance).toBeNull();
  });

  test('never below none', () => {
    const all = without({jobs: silent});
    expect(left([all, all, all])).toBe(0);
  });

  test('without keepalived the doors are the controllers themselves', () => {
    const none = configOf(3, {}, [{keepalived: false}, {keepalived: false}, {keepalived: false}]);
    expect(left([], ['FAULT', 'FAULT', 'FAULT'], none)).toBe(2);
  });

  test('none beyond those before a controller that may have the address and has no web services', () => {
    const last = configOf(3, {}, [{}, {}, {web: false}]);
    expect(left([], states, last)).toBe(1);
    const middle = configOf(3, {}, [{}, {web: false}, {}]);
    expect(left([], states, middle)).toBe(0);
    // It has the address now: nobody reaches the others by it.
    expect(left([], ['BACKUP', 'MASTER', 'BACKUP'], middle)).toBe(0);
    // The address cannot go there: the others follow each other.
    expect(left([], ['MASTER', 'FAULT', 'BACKUP'], middle)).toBe(1);
  });

  test('of two controllers with web services one, of one none', () => {
    const some = configOf(3, {}, [{}, {}, {web: false, keepalived: false}]);
    expect(left([], states, some)).toBe(1);
    expect(left([], states, configOf(3, {}, [{}, {web: false}, {web: false}]))).toBe(0);
    expect(left([], states, configOf(3, {}, [{web: false}, {web: false}, {web: false}]))).toBeNull();
  });
});

describe('the certificate', () => {
  test.each([
    [300 * day, 'ok', []],
    [20 * day, 'warning', ['WebCertificateEnds warning server1']],
    [2 * day, 'critical', ['WebCertificateEnds critical server1']],
    [-1, 'critical', ['WebCertificateExpired critical server1']],
  ] as const)('with %i ms left', (left, level, found) => {
    const part = judged([certificate(left)]);
    expect(part.verdict.level).toBe(level);
    expect(codes(part)).toEqual(found);
  });

  test.each([
    // Of six days: renewed with two days left, missed with one and a half.
    [6 * day, 2 * day, []],
    [6 * day, 1.4 * day, ['WebCertificateEnds warning server1']],
    [6 * day, 0.5 * day, ['WebCertificateEnds critical server1']],
    [90 * day, 25 * day, []],
    [90 * day, 20 * day, ['WebCertificateEnds warning server1']],
  ])('that lives for %i ms is late by its own measure, with %i ms left', (life, left, found) => {
    const {certificate: whole} = web();
    const short = whole === null ? null : {...whole, notBefore: now + left - life, notAfter: now + left};
    expect(codes(judged([seen(web({certificate: short}))]))).toEqual(found);
  });

  test('that cannot be read is said, not passed over', () => {
    expect(codes(judged([seen(web({certificate: null}))]))).toEqual(['WebCertificateMissing warning server1']);
  });

  test('that is not valid yet is a warning that says from when', () => {
    const {certificate: whole} = web();
    const from = (notBefore: number) =>
      judged([seen(web({certificate: whole === null ? null : {...whole, notBefore}}))]);
    const part = from(now + 1);
    expect(codes(part)).toEqual(['WebCertificateNotYet warning server1']);
    expect(part.findings[0]?.params).toEqual({from: '2026-06-01'});
    expect(part.verdict).toMatchObject({level: 'warning', controllers: {server1: {level: 'warning'}}});
    expect(codes(from(now))).toEqual([]);
  });

  test('tells how many days are left', () => {
    expect(judged([certificate(20 * day + 5)]).findings[0]?.params).toMatchObject({days: 20, until: '2026-06-21'});
  });
});

describe('a service', () => {
  const broken = (over: Partial<WebServiceFacts>) => seen(web({services: {auth: service(over), jobs: service()}}));

  test.each([
    [{unit: unit('hpcha-web@auth.service', 'failed'), http: null}, 'WebServiceDown'],
    [{unit: unit('hpcha-web@auth.service', 'activating'), http: null, status: null}, 'WebServiceStarting'],
    [{http: null, error: 'no answer within 3 s', status: null}, 'WebServiceSilent'],
    [{http: 503, status: 'failed', failing: ['database']}, 'WebServiceFailed'],
    [{status: 'degraded', failing: ['redis']}, 'WebServiceDegraded'],
    // A body that nobody can read is not the word of a healthy service.
    [{status: null}, 'WebServiceDegraded'],
  ] as const)('that fails on one controller is a warning: %j', (over, code) => {
    const part = judged([broken(over)]);
    expect(codes(part)).toEqual([`${code} warning server1`]);
    expect(part.verdict.level).toBe('warning');
  });

  test('that works nowhere is critical', () => {
    const away = broken({http: null, error: 'nothing listens there', status: null});
    expect(codes(judged([away, away, away]))).toContain('WebServiceNowhere critical cluster');
  });

  test('of another build than its peers is named', () => {
    expect(codes(judged([broken({version: '2'})]))).toEqual(['WebVersionsDiffer warning cluster']);
  });
});

test('a controller that was not heard is never ok, and not counted as serving', () => {
  const part = judged([lost('no answer')]);
  expect(part.verdict.level).toBe('unknown');
  expect(part.verdict.line.en).toBe('4 of 4 services answer on 2 of 3 controllers');
});

test('nginx that is down on a controller is named', () => {
  const down = seen(web({proxy: {unit: unit('nginx.service', 'failed'), http: null, latencyMs: null, error: null}}));
  const part = judged([down]);
  expect(codes(part)).toEqual(['WebProxyDown warning server1']);
  expect(part.verdict.controllers['server1']?.word.en).toBe('nginx down');
});

test.each([
  [{http: null, error: 'no answer within 3 s'}, 'no answer within 3 s'],
  [{http: 502, error: null}, 'it answered 502'],
])('nginx that runs and does not answer its own page with 200 is a warning: %j', (over, why) => {
  const part = judged([seen(web({proxy: {unit: unit('nginx.service', 'active'), latencyMs: null, ...over}}))]);
  expect(codes(part)).toEqual(['WebProxySilent warning server1']);
  expect(part.findings[0]?.params).toEqual({why});
  expect(part.verdict).toMatchObject({level: 'warning', controllers: {server1: {level: 'warning'}}});
});

describe('a controller that cannot be reached', () => {
  const away = (listed: readonly string[]) => {
    const member = seen(galera(config, galeraStatus(config, listed)));
    const snapshot = emptySnapshot('test', now);
    const here = seen({user: 'root', root: true, rttMs: 1});
    const hosts = {
      ...snapshot.hosts,
      reach: {server1: here, server2: here, server3: lost('no answer')},
      mariadb: {server1: member, server2: member},
      web: {server1: seen(web()), server2: seen(web()), server3: lost('no answer')},
    };
    return judgeWeb({config, history: [], snapshot: {...snapshot, hosts}});
  };

  test('and that its peers confirm to be gone takes its web services with it: a warning', () => {
    const part = away(['server1', 'server2']);
    expect(codes(part)).toEqual(['WebControllerGone warning server3']);
    expect(part.verdict).toMatchObject({level: 'warning', controllers: {server3: {level: 'warning'}}});
  });

  test('and that its peers still work with is unknown, not gone', () => {
    const part = away(['server1', 'server2', 'server3']);
    expect(codes(part)).toEqual([]);
    expect(part.verdict).toMatchObject({level: 'unknown', controllers: {server3: {level: 'unknown'}}});
  });
});

test('a controller without web services has no say', () => {
  const part = judgeWeb({
    config: configOf(3, {}, [{web: false}, {web: false}, {web: false}]),
    history: [],
    snapshot: emptySnapshot('test', now),
  });
  expect(part.verdict.level).toBe('none');
});
