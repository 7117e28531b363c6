// The decision table of ha-operations §3.4, row by row: a wrong bootstrap costs data.

import {describe, expect, it} from 'vitest';
import {decideGalera, type GaleraDecision} from '../../../src/actions/galera/decide.ts';
import type {GaleraEvidence} from '../../../src/actions/galera/evidence.ts';
import type {GaleraFacts} from '../../../src/model/facts.ts';
import {historyA, historyB, rested, running, stopped, unit} from '../support/cluster.ts';

const zero = '00000000-0000-0000-0000-000000000000';

function nodes(...facts: readonly (GaleraFacts | 'bare' | 'unseen')[]): readonly GaleraEvidence[] {
  return facts.map((each, index) => {
    const host = `server${index + 1}`;
    if (each === 'bare') return {host, kind: 'bare'};
    return each === 'unseen' ? {host, kind: 'unseen', why: 'no answer'} : {host, kind: 'seen', facts: each};
  });
}

function decide(...facts: readonly (GaleraFacts | 'bare' | 'unseen')[]): GaleraDecision {
  return decideGalera(nodes(...facts), 'test');
}

function refusal(decision: GaleraDecision): string {
  if (decision.kind !== 'refuse') throw new Error(`not refused: ${JSON.stringify(decision)}`);
  return `${decision.row} ${decision.findings.map(({code, where}) => `${code}@${where}`).join(' ')}`;
}

describe('B1: where a Primary component exists, nobody is bootstrapped', () => {
  it('has nothing to start when all are up', () => {
    expect(decide(running(), running(), running())).toEqual({
      kind: 'join',
      row: 'B1',
      primary: ['server1', 'server2', 'server3'],
      missing: [],
    });
  });

  it('starts the stopped and the new ones into it', () => {
    expect(decide(running(), rested(41n, false), 'bare')).toMatchObject({
      kind: 'join',
      missing: ['server2', 'server3'],
    });
  });

  it('even when a stopped node carries the flag of a last one out', () => {
    expect(decide(rested(41n, true), running(), running())).toMatchObject({
      kind: 'join',
      primary: ['server2', 'server3'],
    });
  });

  it('does not start a stopped node that holds commits which the cluster lacks', () => {
    expect(refusal(decide(rested(9999n, true), running(), running()))).toBe('B3 GaleraAheadOfCluster@server1');
  });

  it('does not let a server without a history, but with databases of its own, be overwritten by a join', () => {
    const own = {...rested(-1n, false, zero), databases: ['payroll']};
    expect(refusal(decide(running(), running(), own))).toBe('B3 GaleraForeignData@server3');
  });

  it('lets a node whose transfer had failed come back, because its data is worth nothing', () => {
    expect(decide(running(), running(), rested(-1n, false, zero))).toMatchObject({kind: 'join', missing: ['server3']});
  });

  it('starts a server of no cluster and without databases as a new member', () => {
    const standalone = stopped({
      unit: unit('mariadb.service', 'active'),
      process: 'running',
      status: {},
      variables: {wsrep_on: 'OFF'},
    });
    expect(decide(running(), running(), standalone)).toMatchObject({kind: 'join', missing: ['server3']});
  });

  it('refuses to let a node of another history join', () => {
    expect(refusal(decide(running(), running(), rested(5n, false, historyB)))).toBe('B3 GaleraOtherHistory@server3');
  });

  it('refuses while one server is on its way or outside of the component (B3)', () => {
    const joining = {...rested(-1n, false, zero), process: 'sst' as const, unit: unit('mariadb.service', 'activating')};
    expect(refusal(decide(running(), running(), joining))).toBe('B3 GaleraStartBusy@server3');
    const outside = running({wsrep_cluster_status: 'non-Primary'});
    expect(refusal(decide(running(), running(), outside))).toBe('B3 GaleraStartBusy@server3');
  });

  it('refuses a node whose grastate.dat cannot be read', () => {
    expect(refusal(decide(running(), stopped({grastate: 'malformed', datadir: 'data'})))).toBe(
      'B3 GaleraGrastateMalformed@server2',
    );
  });
});

describe('B2: two histories that serve writes', () => {
  it('are never resolved by a program', () => {
    expect(refusal(decide(running({}, historyA), running({}, historyB), running({}, historyB)))).toBe(
      'B2 GaleraStartSplitBrain@cluster',
    );
  });
});

describe('B3 and B4: servers that run without a Primary component', () => {
  it('refuses while a server runs and does not answer', () => {
    const silent = {...running(), status: null, sqlError: 'timeout'};
    expect(refusal(decide(silent, rested(5n, true)))).toBe('B3 GaleraStartBusy@server1');
  });

  it('refuses when it is not known whether a process runs', () => {
    expect(refusal(decide(stopped({process: 'unknown'}), 'bare', 'bare'))).toBe('B3 GaleraStartBusy@server1');
  });

  it('leaves non-Primary servers to the operation that knows how', () => {
    const alone = running({wsrep_cluster_status: 'non-Primary'});
    expect(refusal(decide(alone, alone, rested(7n, false)))).toBe(
      'B4 GaleraStartNonPrimary@server1 GaleraStartNonPrimary@server2',
    );
  });
});

describe('B5: a controller that cannot be seen may be alive', () => {
  it('refuses the first bootstrap', () => {
    expect(refusal(decide('bare', 'bare', 'unseen'))).toBe('B5 GaleraStartUnseen@server3');
  });

  it('refuses a cold start although the flag is there', () => {
    expect(refusal(decide(rested(9n, true), rested(8n, false), 'unseen'))).toBe('B5 GaleraStartUnseen@server3');
  });
});

describe('B6: stopped servers of two histories', () => {
  it('refuses and names both', () => {
    expect(refusal(decide(rested(9n, true), rested(9n, false, historyB)))).toBe('B6 GaleraTwoHistories@cluster');
  });
});

describe('B6a: what would make every start a bootstrap', () => {
  it('refuses a setting in a file', () => {
    const leftover = stopped({bootstrapLeftovers: ['/etc/mysql/conf.d/x.cnf: wsrep_new_cluster=ON']});
    expect(refusal(decide(leftover, 'bare', 'bare'))).toBe('B6a GaleraBootstrapLeftover@server1');
  });

  it('goes on where only the run-time flag is left, which a step removes', () => {
    expect(decide(stopped({bootstrapLeftovers: ['/run/mariadb-wsrep-new-cluster']}), 'bare')).toMatchObject({
      row: 'B7',
    });
  });

  it('refuses a server of another cluster', () => {
    const other = {...rested(5n, true), configuredName: 'production'};
    expect(refusal(decide(other, 'bare', 'bare'))).toContain('GaleraOtherCluster@server1');
  });
});

describe('B7: the first bootstrap', () => {
  it('happens on the first controller when everybody is empty', () => {
    expect(decide('bare', stopped(), stopped({datadir: 'absent', databases: null}))).toEqual({
      kind: 'first-bootstrap',
      row: 'B7',
      on: 'server1',
    });
  });

  it('never overwrites databases of a server that was in no cluster', () => {
    const foreign = stopped({datadir: 'data', databases: ['shop', 'wiki']});
    const decision = decide('bare', foreign, 'bare');
    expect(refusal(decision)).toBe('B7 GaleraForeignData@server2');
    expect(decision).toMatchObject({findings: [{params: {databases: 'shop, wiki'}}]});
  });

  it('does not happen beside data that nobody leads', () => {
    expect(refusal(decide('bare', rested(-1n, false), 'bare'))).toBe('B10 GaleraNoSafeNode@cluster');
  });
});

describe('B8 to B13: everybody is at rest and somebody has data', () => {
  it('B8: refuses two nodes that both claim to have left last', () => {
    expect(refusal(decide(rested(9n, true), rested(9n, true), rested(8n, false)))).toBe(
      'B8 GaleraSeveralSafeFlags@cluster',
    );
  });

  it('B9: starts the last one out, with others behind it or as far', () => {
    expect(decide(rested(8n, false), rested(9n, true), rested(9n, false))).toEqual({
      kind: 'cold-start',
      row: 'B9',
      on: 'server2',
    });
  });

  it('B9: an empty new controller cannot be ahead', () => {
    expect(decide(rested(9n, true), rested(9n, false), 'bare')).toMatchObject({row: 'B9', on: 'server1'});
  });

  it('B9: refuses a stale flag when somebody is ahead', () => {
    expect(refusal(decide(rested(6n, true), rested(9n, false), rested(6n, false)))).toBe(
      'B9 GaleraStaleSafeFlag@server2',
    );
  });

  it('B9: compares positions as whole numbers of any size', () => {
    const huge = 9007199254740993n;
    expect(refusal(decide(rested(huge, true), rested(huge + 1n, false)))).toBe('B9 GaleraStaleSafeFlag@server2');
  });

  it('B9: refuses while a position is not known', () => {
    expect(refusal(decide(rested(9n, true), rested(-1n, false)))).toBe('B9 GaleraPositionUnknown@server2');
    expect(refusal(decide(rested(-1n, true), rested(5n, false)))).toContain('GaleraPositionUnknown@server1');
  });

  it('B9: the flag of a node without a history is nothing', () => {
    expect(refusal(decide(rested(-1n, true, zero), rested(5n, false)))).toBe('B10 GaleraNoSafeNode@cluster');
  });

  it('B10 to B13: a crash of all needs the positions recovered first', () => {
    const decision = decide(rested(-1n, false), rested(-1n, false), rested(-1n, false));
    expect(refusal(decision)).toBe('B10 GaleraNoSafeNode@cluster');
    expect(decision).toMatchObject({findings: [{remedy: 'bootstrap-galera'}]});
  });
});
