// Bringing Galera back: the decision table of ha-operations §3.4 row by row, and what each plan promises before it is confirmed.

import {describe, expect, it} from 'vitest';
import {planBootstrap} from '../../src/actions/bootstrap-galera.ts';
import type {GaleraFacts, GaleraRecoveryFacts} from '../../src/model/facts.ts';
import {findingText} from '../../src/model/messages.ts';
import type {Plan, PlanResult} from '../../src/model/plan.ts';
import {planHash} from '../../src/model/plan.ts';
import {
  bareSnapshot,
  codesOf,
  configOf,
  historyA,
  historyB,
  lost,
  notDeployed,
  planOf,
  rested,
  running,
  seen,
  stepTitles,
  stopped,
  unit,
  withReadings,
} from './support/cluster.ts';

const zero = '00000000-0000-0000-0000-000000000000';
const view = {id: '3 abc 7', members: ['a', 'b', 'c']};

type Node = {readonly facts: GaleraFacts | 'bare' | 'unseen'; readonly more?: Partial<GaleraRecoveryFacts>};

/** Servers at rest do not answer each other; servers that run do. */
function ask(nodes: readonly Node[], overrides: readonly string[] = []): PlanResult {
  const config = configOf(nodes.length);
  const hosts = config.nodes.controllers.map(({hostname}) => hostname);
  const runs = (index: number) => {
    const facts = nodes[index]?.facts;
    return typeof facts === 'object' && facts.process === 'running';
  };
  const readings = nodes.map(({facts}, index) => {
    if (facts === 'bare') return [hosts[index], notDeployed] as const;
    return [hosts[index], facts === 'unseen' ? lost('no answer') : seen(facts)] as const;
  });
  const recovery = nodes.map(({facts, more}, index) => {
    if (facts === 'unseen') return [hosts[index], lost('no answer')] as const;
    const answers = Object.fromEntries(hosts.map((host, other) => [host, other === index ? null : runs(other)]));
    const none = {recovered: null, savedView: null, viewTried: null, lastOut: null, waited: null};
    return [hosts[index], seen({...none, ...more, answers: {...answers, ...more?.answers}})] as const;
  });
  const snapshot = withReadings(
    withReadings(bareSnapshot(config), 'mariadb', Object.fromEntries(readings)),
    'galeraRecovery',
    Object.fromEntries(recovery),
  );
  return planBootstrap({snapshot, config, input: {}, overrides});
}

const at = (seqno: bigint, safe = false, uuid = historyA): Node => ({facts: rested(seqno, safe, uuid)});
const crashed = (seqno?: bigint, more: Partial<GaleraRecoveryFacts> = {}): Node => ({
  facts: rested(-1n, false),
  more: {...(seqno === undefined ? {} : {recovered: {kind: 'position', uuid: historyA, seqno}}), ...more},
});
const up: Node = {facts: running()};
const unseen: Node = {facts: 'unseen'};
const lonely = (committed: bigint, size = 2, more: Partial<GaleraRecoveryFacts> = {}): Node => ({
  facts: running({
    wsrep_cluster_status: 'non-Primary',
    wsrep_cluster_size: String(size),
    wsrep_last_committed: String(committed),
    wsrep_incoming_addresses: '10.0.0.101:0,unspecified',
    wsrep_local_state_comment: 'Initialized',
  }),
  more: {waited: {component: `${size} 10.0.0.101:0,unspecified`, agoSeconds: 5}, ...more},
});

function evidenceOf(result: PlanResult): Plan {
  if (result.kind === 'needs-evidence') return result.plan;
  throw new Error(
    `no wish for evidence: ${JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
  );
}

describe('B1: with a Primary component nothing is bootstrapped', () => {
  it('refuses on a healthy cluster', () => {
    expect(codesOf(ask([up, up, up]))).toEqual(['GaleraPrimaryExists@cluster']);
  });

  it('starts a stopped node into it, and says that nothing is bootstrapped', () => {
    const plan = planOf(ask([up, up, at(7n)]));
    expect(plan).toMatchObject({danger: 'safe', decidedBy: {row: 'B1'}});
    expect(stepTitles(plan.steps)).toEqual(['let mariadb start and join']);
  });

  it('refuses when one controller is unreachable, however it may be, and says to repair the way to it', () => {
    const result = ask([up, up, unseen], ['GaleraUnseen:server3', 'GaleraUnseenWithPrimary:server3']);
    expect(codesOf(result)).toEqual(['GaleraPrimaryExists@cluster', 'GaleraUnseenWithPrimary@server3']);
  });
});

describe('B2: a split brain', () => {
  it('is never bootstrapped', () => {
    expect(codesOf(ask([up, {facts: running({}, historyB)}, up]))).toEqual(['GaleraBootstrapSplit@cluster']);
  });
});

describe('B3: a server that is on its way', () => {
  it('is waited for', () => {
    const silent = {...running(), status: null, sqlError: 'timeout'};
    expect(codesOf(ask([{facts: silent}, at(9n, true), unseen]))).toEqual([
      'GaleraBootstrapBusy@server1',
      'GaleraUnseen@server3',
    ]);
    const starting = stopped({unit: unit('mariadb.service', 'activating')});
    expect(codesOf(ask([{facts: starting}, at(9n, true), at(9n)]))).toEqual(['GaleraBootstrapBusy@server1']);
  });
});

describe('B4: servers that run without a Primary', () => {
  it('are made Primary in memory, on exactly one node, and none is restarted', () => {
    const plan = planOf(ask([lonely(9n), lonely(12n), at(5n)]));
    expect(plan).toMatchObject({danger: 'destructive', decidedBy: {row: 'B4', on: 'server2', seqno: '12'}});
    expect(plan.steps.filter(({title}) => title === 'set pc.bootstrap').map(({on}) => on)).toEqual(['server2']);
    expect(plan.steps.some(({operation}) => operation.kind === 'unit' && operation.state === 'stopped')).toBe(false);
  });

  it('first gives Galera the time in which it re-forms by itself', () => {
    const plan = evidenceOf(ask([lonely(9n, 2, {waited: null}), lonely(9n), at(5n)]));
    expect(plan).toMatchObject({danger: 'safe'});
    expect(stepTitles(plan.steps)).toContain('wait whether Galera becomes Primary by itself');
  });

  it('waits anew when the component has changed since, or the wait was long ago', () => {
    const other = {component: '3 10.0.0.101:0', agoSeconds: 5};
    const old = {component: '2 10.0.0.101:0,unspecified', agoSeconds: 5000};
    expect(ask([lonely(9n, 2, {waited: other}), lonely(9n), at(5n)]).kind).toBe('needs-evidence');
    expect(ask([lonely(9n, 2, {waited: old}), lonely(9n), at(5n)]).kind).toBe('needs-evidence');
  });

  it('refuses servers that do not see each other, and names a member that gets no answer', () => {
    expect(codesOf(ask([lonely(9n, 1), lonely(9n, 1), at(5n)]))).toEqual(['GaleraComponentsApart@cluster']);
    const deaf = lonely(9n, 2, {answers: {server2: false}});
    expect(codesOf(ask([deaf, lonely(9n), at(5n)]))).toEqual(['GaleraMemberDeaf@server1']);
  });

  it('refuses a component that somebody unseen is in', () => {
    expect(codesOf(ask([lonely(9n, 3), lonely(9n, 3), unseen], ['GaleraUnseen:server3']))).toEqual([
      'GaleraComponentsApart@cluster',
    ]);
  });

  it('does not throw away what only a stopped node has, and asks it if that is not known', () => {
    expect(codesOf(ask([lonely(9n), lonely(9n), at(15n)]))).toEqual(['GaleraAheadOfCluster@server3']);
    expect(stepTitles(evidenceOf(ask([lonely(9n), lonely(9n), crashed()])).steps)).toEqual(['recover the position']);
  });

  it('wants an unseen member attested to be off, and says what may then be lost', () => {
    expect(codesOf(ask([lonely(9n), lonely(9n), unseen]))).toEqual(['GaleraUnseen@server3']);
    const plan = planOf(ask([lonely(9n), lonely(9n), unseen], ['GaleraUnseen:server3']));
    expect(plan.mayLose).toBe('Commits after 9 that only server3 may hold.');
    expect(plan.without).toEqual(['server3']);
  });
});

describe('B5: a controller that cannot be seen', () => {
  it('is taken for alive and ahead, even beside a flag of a last one out', () => {
    expect(codesOf(ask([at(9n, true), at(8n), unseen]))).toEqual(['GaleraUnseen@server3']);
  });

  it('cannot be attested away while its database answers a peer', () => {
    const hears = (node: Node): Node => ({...node, more: {answers: {server3: true}}});
    const result = ask(
      [hears(at(9n, true)), hears(at(8n)), unseen],
      ['GaleraUnseen:server3', 'GaleraUnseenAlive:server3'],
    );
    expect(codesOf(result)).toEqual(['GaleraUnseenAlive@server3']);
  });

  it('attested, leaves the choice among the others, without counting on it for the lock', () => {
    const plan = planOf(ask([at(8n), at(9n, true), unseen], ['GaleraUnseen:server3']));
    expect(plan).toMatchObject({without: ['server3'], decidedBy: {row: 'B9', on: 'server2', attested: 'server3'}});
    expect(plan.notes.map(({code, level}) => `${level} ${code}`)).toEqual(['warning GaleraUnseen']);
  });

  it('below a majority wants a second word', () => {
    const first = ask([at(9n, true), unseen, unseen], ['GaleraUnseen:server2', 'GaleraUnseen:server3']);
    expect(codesOf(first)).toEqual(['GaleraBelowMajority@cluster']);
    const all = ['GaleraUnseen:server2', 'GaleraUnseen:server3', 'GaleraBelowMajority'];
    expect(planOf(ask([at(9n, true), unseen, unseen], all)).decidedBy).toMatchObject({on: 'server1'});
  });

  it('is named together with everything else that stands against it', () => {
    expect(codesOf(ask([at(6n, true), at(9n), unseen]))).toEqual(['GaleraUnseen@server3', 'GaleraFlagStale@server2']);
  });
});

describe('B6 and B6a: histories and settings that must be right first', () => {
  it('refuses different histories without an override, and shows both sides', () => {
    const result = ask([at(9n, true), at(8n, false, historyB), at(7n)], ['GaleraHistoriesApart']);
    expect(codesOf(result)).toEqual(['GaleraHistoriesApart@cluster']);
    expect(result.kind === 'refusal' && findingText(result.findings[0] ?? failing())).toContain(
      'server2: 0f0f0f0f at 8',
    );
  });

  it('sees a different history that only a recovery tells', () => {
    const other: Node = {
      facts: rested(-1n, false, zero),
      more: {recovered: {kind: 'position', uuid: historyB, seqno: 3n}},
    };
    expect(codesOf(ask([at(9n, true), at(8n), other]))).toEqual(['GaleraHistoriesApart@cluster']);
  });

  it('refuses what would make every start a bootstrap, another cluster, and a file that cannot be read', () => {
    const leftover = {...rested(9n, true), bootstrapLeftovers: ['/etc/mysql/conf.d/x.cnf: wsrep_new_cluster=ON']};
    const foreign = {...rested(8n, false), configuredName: 'production'};
    const torn = {...rested(7n, false), grastate: 'malformed' as const};
    const result = ask([{facts: leftover}, {facts: foreign}, {facts: torn}]);
    expect(codesOf(result)).toEqual([
      'GaleraBootstrapLeftover@server1',
      'GaleraOtherCluster@server2',
      'GaleraGrastateUnreadable@server3',
    ]);
  });

  it('clears what an aborted bootstrap left at run time by a step of the plan', () => {
    const left = {...rested(9n, true), bootstrapLeftovers: ['/run/mariadb-wsrep-new-cluster']};
    expect(stepTitles(planOf(ask([{facts: left}, at(8n), at(8n)])).steps, 'server1')).toContain(
      'remove what an aborted bootstrap left',
    );
  });
});

describe('B7: nobody has data', () => {
  it('is a matter of setup', () => {
    expect(codesOf(ask([{facts: stopped()}, {facts: 'bare'}, {facts: stopped()}]))).toEqual([
      'GaleraNothingToLead@cluster',
    ]);
  });
});

describe('B8: several flags', () => {
  it('prove nothing, and overridden the positions decide', () => {
    const nodes = [at(8n, true), at(9n, true), at(7n)];
    expect(codesOf(ask(nodes))).toEqual(['GaleraFlagsContradict@cluster']);
    expect(planOf(ask(nodes, ['GaleraFlagsContradict'])).decidedBy).toMatchObject({on: 'server2'});
  });
});

describe('B9: one flag', () => {
  it('is believed when nobody is ahead, and the loss is said to be nothing', () => {
    const plan = planOf(ask([at(8n), at(9n, true), at(9n)]));
    expect(plan).toMatchObject({danger: 'destructive', decidedBy: {row: 'B9', on: 'server2', seqno: '9'}});
    expect(plan.mayLose).toMatch(/^Nothing:/);
  });

  it('is stale when somebody is ahead: refused, and the one ahead is named', () => {
    const result = ask([at(6n, true), at(9n), at(6n)]);
    expect(codesOf(result)).toEqual(['GaleraFlagStale@server2']);
    expect(result.kind === 'refusal' && result.findings[0]?.params).toEqual({
      own: '9',
      candidate: 'server1',
      candidateAt: '6',
    });
  });

  it('overridden starts from the furthest, never from the stale one', () => {
    expect(planOf(ask([at(6n, true), at(9n), at(6n)], ['GaleraFlagStale:server2'])).decidedBy).toMatchObject({
      on: 'server2',
    });
  });

  it('is not believed while a position is unknown: that is recovered first', () => {
    expect(evidenceOf(ask([at(9n, true), crashed(), at(8n)])).steps.map(({on}) => on)).toEqual(['server2']);
    expect(codesOf(ask([at(9n, true), crashed(11n), at(8n)]))).toEqual(['GaleraFlagStale@server2']);
  });

  it('compares positions of any size as whole numbers', () => {
    const huge = 9007199254740993n;
    expect(codesOf(ask([at(huge, true), at(huge + 1n), at(1n)]))).toEqual(['GaleraFlagStale@server2']);
  });
});

describe('B10: all of one saved view', () => {
  const all = [
    crashed(undefined, {savedView: view}),
    crashed(undefined, {savedView: view}),
    crashed(undefined, {savedView: view}),
  ];

  it('are started together, and no file is edited', () => {
    const plan = planOf(ask(all));
    expect(plan).toMatchObject({danger: 'safe', decidedBy: {row: 'B10'}});
    expect(plan.steps.some(({operation}) => operation.kind === 'line')).toBe(false);
  });

  it('once tried in vain, it goes on with the positions', () => {
    const tried = all.map((node) => ({...node, more: {...node.more, viewTried: view.id}}));
    expect(evidenceOf(ask(tried)).steps).toHaveLength(3);
  });

  it('not with different views, not with a missing one, not with somebody unseen', () => {
    const other = crashed(undefined, {savedView: {...view, id: '3 abc 8'}});
    expect(ask([...all.slice(1), other]).kind).toBe('needs-evidence');
    expect(ask([...all.slice(1), crashed()]).kind).toBe('needs-evidence');
    expect(codesOf(ask([...all.slice(1), unseen]))).toEqual(['GaleraUnseen@server3']);
  });
});

describe('B11 to B15: a crash of all', () => {
  it('B11: asks the data of every node whose position is not known, while all of them are at rest', () => {
    const plan = evidenceOf(ask([crashed(), crashed(), crashed(5n)]));
    expect(plan.steps.map(({on}) => on)).toEqual(['server1', 'server2']);
    for (const {before} of plan.steps) expect(before.map(({name}) => name)).toEqual(['galera-at-rest']);
  });

  it('B11: a recovery that failed is like a node that cannot be seen; taken upon, its data are left out', () => {
    const failed = crashed(undefined, {recovered: {kind: 'error', why: 'corrupt page'}});
    expect(codesOf(ask([crashed(7n), failed, crashed(6n)]))).toEqual(['GaleraRecoveryFailed@server2']);
    const plan = planOf(ask([crashed(7n), failed, crashed(6n)], ['GaleraRecoveryFailed:server2']));
    expect(plan.decidedBy).toMatchObject({on: 'server1'});
    expect(plan.mayLose).toBe('Commits after 7 that only server2 may hold.');
  });

  it('B11: a clean stop wins over what a recovery says', () => {
    const clean: Node = {facts: rested(9n, false), more: {recovered: {kind: 'position', uuid: historyA, seqno: 3n}}};
    expect(planOf(ask([clean, crashed(8n), crashed(8n)])).decidedBy).toMatchObject({on: 'server1', seqno: '9'});
  });

  it('B12: starts from the furthest; the next join in the order of how far they came', () => {
    const plan = planOf(ask([crashed(5n), crashed(9n), crashed(8n)]));
    expect(plan.decidedBy).toMatchObject({row: 'B12', on: 'server2', gap: '1'});
    expect(plan.steps.filter(({stage}) => stage === 'bootstrap-join').map(({on}) => on)).toEqual([
      'server3',
      'server1',
    ]);
  });

  it('B13: equals are decided the same way every time: its own record, then column order', () => {
    expect(planOf(ask([crashed(9n), crashed(9n), crashed(9n)])).decidedBy).toMatchObject({row: 'B13', on: 'server1'});
    const recorded = crashed(9n, {lastOut: 'server3'});
    expect(planOf(ask([crashed(9n), crashed(9n), recorded])).decidedBy).toMatchObject({on: 'server3'});
  });

  it('never starts from a node without a history, however it is flagged', () => {
    const empty = {
      facts: rested(-1n, true, zero),
      more: {recovered: {kind: 'position' as const, uuid: zero, seqno: -1n}},
    };
    expect(planOf(ask([empty, crashed(4n), crashed(3n)])).decidedBy).toMatchObject({on: 'server2'});
  });
});

describe('a bootstrap (ha-operations §3.6)', () => {
  const plan = planOf(ask([crashed(5n), crashed(9n), crashed(8n)]));
  const stageOf = (title: string) =>
    plan.stages.findIndex(({id}) => plan.steps.some((step) => step.stage === id && step.title === title));

  it('holds all others down before the candidate is touched, and edits one line only', () => {
    expect(stageOf('stop mariadb and mask it')).toBeLessThan(stageOf('set safe_to_bootstrap in grastate.dat'));
    expect(stageOf('copy grastate.dat and gvwstate.dat aside')).toBeLessThan(
      stageOf('set safe_to_bootstrap in grastate.dat'),
    );
    const edits = plan.steps.filter(({operation}) => 'path' in operation && operation.path.includes('grastate'));
    expect(edits.map(({on, operation}) => [on, operation.kind === 'line' ? operation.line : ''])).toEqual([
      ['server2', 'safe_to_bootstrap: 1'],
    ]);
  });

  it('looks again at that moment whether everybody is at rest, and proves history and position by SQL', () => {
    const first = plan.steps.find(({title}) => title === 'bootstrap the cluster from here');
    expect(first?.before.map(({name, on}) => `${name}@${on ?? first.on}`)).toEqual([
      'galera-at-rest@server1',
      'galera-at-rest@server3',
      'galera-at-rest@server2',
      'galera-safe-flag@server2',
    ]);
    expect(first?.after).toContainEqual({name: 'galera-reached', args: {uuid: historyA, seqno: '9'}});
  });

  it('joins the others one by one, and bootstraps nobody else', () => {
    expect(plan.stages.find(({id}) => id === 'bootstrap-join')?.mode).toBe('rolling');
    expect(plan.steps.filter(({title}) => title === 'bootstrap the cluster from here')).toHaveLength(1);
  });

  it('is another plan as soon as a position, a flag or a sight changes', () => {
    const again = planOf(ask([crashed(5n), crashed(9n), crashed(8n)]));
    const moved = planOf(ask([crashed(5n), crashed(10n), crashed(8n)]));
    const flagged = planOf(ask([crashed(5n), at(9n, true), crashed(8n)]));
    expect(planHash(again)).toBe(planHash(plan));
    expect(planHash(moved)).not.toBe(planHash(plan));
    expect(planHash(flagged)).not.toBe(planHash(plan));
  });

  it('shows node, history, position, flag, recovered position and reach of every node before anything is asked', () => {
    const result = ask([at(6n, true), crashed(9n), unseen]);
    expect(result.kind === 'refusal' && result.evidence).toEqual({
      head: ['', 'node', 'server', 'uuid', 'seqno', 'safe', 'recovered', 'reach'],
      rows: [
        ['', 'server1', 'inactive', 'd612cea9', '6', 'yes', '-', 'seen'],
        ['', 'server2', 'inactive', 'd612cea9', '-1', 'no', 'd612cea9:9', 'seen'],
        ['', 'server3', '?', '?', '?', '?', '?', 'NOT SEEN: no answer'],
      ],
    });
  });
});

function failing(): never {
  throw new Error('no finding');
}
