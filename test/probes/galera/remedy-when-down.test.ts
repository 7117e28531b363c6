// What is offered when every database server is down must be what works: after a crash an ordinary start is refused.

import {describe, expect, it} from 'vitest';
import {decideGalera} from '../../../src/actions/galera/decide.ts';
import type {GaleraFacts} from '../../../src/model/facts.ts';
import {findingText} from '../../../src/model/messages.ts';
import {judge} from '../../../src/probes/judge.ts';
import {configOf, galera, healthy, seen, uuidA, uuidB, withHost} from '../support/readings.ts';

const config = configOf();
const stopped = (seqno: bigint, safeToBootstrap: boolean, uuid = uuidA): GaleraFacts =>
  galera(config, null, {grastate: {uuid, seqno, safeToBootstrap}});
const empty = galera(config, null, {grastate: null, datadir: 'fresh'});
const unreadable = galera(config, null, {grastate: 'malformed'});
const stateless = galera(config, null, {grastate: null});

type Servers = readonly [GaleraFacts, GaleraFacts, GaleraFacts];

const cases: readonly (readonly [string, 'start' | 'bootstrap-galera', Servers])[] = [
  ['a stop in order', 'start', [stopped(90n, true), stopped(80n, false), stopped(90n, false)]],
  ['a stop in order beside an empty server', 'start', [stopped(90n, true), stopped(80n, false), empty]],
  ['no data anywhere', 'start', [empty, empty, empty]],
  ['a crash of all', 'bootstrap-galera', [stopped(-1n, false), stopped(-1n, false), stopped(-1n, false)]],
  ['a crash of one', 'bootstrap-galera', [stopped(90n, true), stopped(80n, false), stopped(-1n, false)]],
  ['a flag on one that is behind', 'bootstrap-galera', [stopped(80n, true), stopped(90n, false), empty]],
  ['a flag on one that crashed', 'bootstrap-galera', [stopped(-1n, true), stopped(-1n, false), empty]],
  ['two that left last', 'bootstrap-galera', [stopped(90n, true), stopped(90n, true), empty]],
  ['nobody that left last', 'bootstrap-galera', [stopped(90n, false), stopped(90n, false), stopped(90n, false)]],
  ['two histories', 'bootstrap-galera', [stopped(90n, true), stopped(80n, false, uuidB), empty]],
  ['a state that cannot be read', 'bootstrap-galera', [stopped(90n, true), stopped(80n, false), unreadable]],
  ['data without a state', 'bootstrap-galera', [stopped(90n, true), stopped(80n, false), stateless]],
];

describe.each(cases)('all down after %s', (_name, remedy, servers) => {
  const [server1, server2, server3] = servers;
  const down = withHost(healthy(config), 'mariadb', {
    server1: seen(server1),
    server2: seen(server2),
    server3: seen(server3),
  });
  const finding = judge({snapshot: down, config, history: []}).findings.find(({code}) => code === 'GaleraAllDown');

  it(`offers ${remedy}, and says so in both languages`, () => {
    if (finding === undefined) throw new Error('not seen to be down');
    expect(finding.remedy).toBe(remedy);
    for (const language of ['en', 'ko'] as const) expect(findingText(finding, language)).toContain(`: ${remedy}`);
  });

  it('agrees with the plan of start', () => {
    const evidence = servers.map((facts, index) => ({host: `server${index + 1}`, kind: 'seen' as const, facts}));
    expect(decideGalera(evidence, 'test').kind === 'refuse').toBe(remedy !== 'start');
  });
});
