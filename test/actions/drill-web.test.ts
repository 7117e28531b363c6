// What a drill promises of the web services: watched from both places through the address where they are, and said where they are not.

import {describe, expect, it} from 'vitest';
import {planDrill} from '../../src/actions/drill.ts';
import {streamsOf} from '../../src/actions/drills/streams.ts';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {DrillSpec} from '../../src/model/drill/drill.ts';
import type {KeepalivedFacts, WebFacts} from '../../src/model/facts.ts';
import {bareSnapshot, configOf, planOf, seen, unit, withReadings} from './support/cluster.ts';
import {expectWords, findingOf} from './support/words.ts';

const config = configOf(3, {lab: true});

function keepalived(vipOn: string | null): KeepalivedFacts {
  return {
    ...{unit: unit('keepalived.service', 'active'), vipOn, mac: null, neighbourMac: null, neighbourState: null},
    ...{vrrpState: vipOn === null ? 'BACKUP' : 'MASTER', lastTransitionAt: null, transitions10min: 0, transitions: []},
    ...{maintenance: null, checks: {}, now: 0},
  };
}

const web: WebFacts = {
  services: {},
  proxy: {unit: unit('nginx.service', 'active'), http: 200, latencyMs: 1, error: null},
  certificate: null,
};

function snapshotOf(of: ClusterConfig, deployed: boolean) {
  const address = withReadings(bareSnapshot(of), 'keepalived', {
    server1: seen(keepalived('eth0')),
    server2: seen(keepalived(null)),
    server3: seen(keepalived(null)),
  });
  return deployed ? withReadings(address, 'web', {server2: seen(web), server3: seen(web)}) : address;
}

function plan(of: ClusterConfig = config, deployed = true) {
  const input = {drill: 'D14', target: 'server1'};
  return planDrill({snapshot: snapshotOf(of, deployed), config: of, input, overrides: []});
}

function specOf(result: ReturnType<typeof plan>): DrillSpec {
  const operation = planOf(result).steps[0]?.operation;
  if (operation?.kind !== 'drill') throw new Error('no drill in it');
  return operation.spec;
}

const webStreams = ({streams}: DrillSpec) => streams.filter(({service}) => service === 'web').map(({id}) => id);

describe('with web services', () => {
  it('watches them through the address from this machine and from a controller', () => {
    expect(webStreams(specOf(plan()))).toEqual(['console web@vip', 'controller web@vip']);
    expect(planOf(plan()).notes).toEqual([]);
  });

  it('expects of them the gap of the address that they are behind', () => {
    const {predicted} = specOf(plan());
    expect(predicted.web).toBe(predicted.keepalived);
    expect(predicted.web).toBeGreaterThan(0);
  });

  it('asks less than nginx lets one address ask', () => {
    const rates = streamsOf(config, 'server1', 'server3', true).flatMap(({service, periodMs}) =>
      service === 'web' ? [1000 / periodMs] : [],
    );
    expect(Math.max(...rates)).toBeLessThan(10);
  });
});

describe('where they cannot be watched', () => {
  const off = (services: Readonly<Record<string, boolean>>) => configOf(3, {lab: true}, [{}, services, services]);

  it.each([
    ['not enabled on another controller', off({web: false}), true, /enables them on no other controller/],
    ['nobody else could take the address', off({keepalived: false}), true, /no other controller can take/],
    ['not set up', config, false, /phase 6 sets them up/],
  ])('%s: no canary, and the plan says so', (_name, of, deployed, why) => {
    const result = plan(of, deployed);
    const spec = specOf(result);
    expect(webStreams(spec)).toEqual([]);
    expect(spec.unwatched?.web).toMatch(why);
    expectWords(findingOf(result, 'DrillServiceUnwatched'), {
      en: [/does not watch web/, why],
      ko: [/web.*관찰하지 않습니다/, /보고서에 해당 수치가 없습니다/],
    });
  });
});
