// How a server would come back: by an IST only where a donor still holds its next commit and shares its history.

import {describe, expect, it} from 'vitest';
import type {GaleraFacts} from '../../src/model/facts.ts';
import type {ForecastHost} from '../../src/model/galera-forecast.ts';
import {forecastReturn} from '../../src/model/galera-forecast.ts';
import {configOf, galera, galeraStatus} from '../probes/support/readings.ts';

const config = configOf();
const uuid = '151fd505-0000-11f1-8000-000000000001';

function donor(host: string, committed: string, downTo: string, now = true): ForecastHost {
  const facts = galera(config, {
    ...galeraStatus(config, ['server1', 'server2']),
    wsrep_cluster_state_uuid: uuid,
    wsrep_local_state_uuid: uuid,
    wsrep_last_committed: committed,
    wsrep_local_cached_downto: downTo,
  });
  return {host, facts, now};
}

function stopped(seqno: bigint, history = uuid): ForecastHost {
  const facts: GaleraFacts = {...galera(config, null), grastate: {uuid: history, seqno, safeToBootstrap: false}};
  return {host: 'server3', facts, now: true};
}

const forecast = (subject: ForecastHost, ...donors: readonly ForecastHost[]) =>
  forecastReturn(subject, [subject, ...donors]);

describe('a server that has to come back', () => {
  it('gets an IST from those donors whose cache reaches back to its next commit', () => {
    const found = forecast(stopped(900n), donor('server1', '1000', '901'), donor('server2', '990', '950'));
    expect(found).toEqual({kind: 'ist', missed: 100n, donors: ['server1']});
  });

  it('gets an SST where no cache reaches back far enough', () => {
    expect(forecast(stopped(900n), donor('server1', '1000', '902'))).toEqual({kind: 'sst', why: 'too-far'});
    expect(forecast(stopped(900n), donor('server1', '1000', '18446744073709551615'))).toEqual({
      kind: 'sst',
      why: 'too-far',
    });
  });

  it('gets an SST with another history, and without a position after a crash', () => {
    expect(forecast(stopped(900n, 'other'), donor('server1', '1000', '1'))).toEqual({
      kind: 'sst',
      why: 'other-history',
    });
    expect(forecast(stopped(-1n), donor('server1', '1000', '1'))).toEqual({kind: 'sst', why: 'no-position'});
  });

  it('is promised nothing where no member of a Primary component was seen now', () => {
    expect(forecast(stopped(900n))).toEqual({kind: 'unknown'});
    expect(forecast(stopped(900n), donor('server1', '1000', '1', false))).toEqual({kind: 'unknown'});
  });

  it('that does not answer is judged by where it stood last', () => {
    expect(forecast(donor('server3', '950', '1', false), donor('server1', '1000', '1'))).toEqual({
      kind: 'ist',
      missed: 50n,
      donors: ['server1'],
    });
  });
});

describe('a member', () => {
  it('tells how many commits back it could send', () => {
    expect(forecast(donor('server1', '1000', '901'))).toEqual({kind: 'member', kept: 100n});
  });

  it('that is being copied to is in transfer, whatever else it says', () => {
    const joining = {...stopped(-1n), facts: {...stopped(-1n).facts, process: 'sst' as const}};
    expect(forecast(joining, donor('server1', '1000', '1'))).toEqual({kind: 'transfer'});
  });
});
