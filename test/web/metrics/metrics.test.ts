// Metrics: bounded labels, nothing told that is not known, and a page, alerts and a dashboard that fit their names.

import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {emptySnapshot} from '../../../src/model/snapshot.ts';
import {historyQuestion, promQl} from '../../../src/web/metrics/ask-history.ts';
import {grafanaDashboard} from '../../../src/web/metrics/grafana-dashboard.ts';
import {metrics} from '../../../src/web/metrics/metric-table.ts';
import {metricDocs, metricsPage} from '../../../src/web/metrics/metrics-page.ts';
import {leftOutName, metricsText, mostSeries, upName} from '../../../src/web/metrics/write-metrics.ts';
import type {InternalSnapshot} from '../../../src/web/realtime/serve-internal.ts';
import {buildJudgement} from '../../state/builders/judgement.ts';

const root = new URL('../../../', import.meta.url);
const judgement = buildJudgement();

function snapshot(change: Partial<InternalSnapshot> = {}): InternalSnapshot {
  return {
    node: 'server1',
    judgement,
    snapshot: emptySnapshot('c1', judgement.at),
    live: {clients: 3, behind: 1, looks: 42, writesEvents: true, lastEvent: '1-0'},
    ...change,
  };
}

const linesOf = (text: string, name: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

describe('metrics', () => {
  it('say that nothing is known, and nothing else, while the live service does not answer', async () => {
    const {text} = await metricsText(undefined, 0);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([`${upName} 0`]);
  });

  it('tell verdicts as numbers and leave out what has no say', async () => {
    const {text} = await metricsText(snapshot(), judgement.at);
    for (const [service, {level}] of Object.entries(judgement.services)) {
      const lines = linesOf(text, 'hpcha_service_verdict').filter((line) => line.includes(`service="${service}"`));
      expect(lines).toHaveLength(level === 'none' ? 0 : 1);
    }
    expect(linesOf(text, 'hpcha_live_looks_total')).toEqual(['hpcha_live_looks_total 42']);
  });

  it('have only labels that the table names, and every sample has all of them', () => {
    for (const {labels, samples} of metrics) {
      for (const sample of samples(snapshot(), judgement.at)) {
        expect(Object.keys(sample.labels).sort()).toEqual([...labels].sort());
      }
    }
  });

  it('never make a label of a text that a cluster can choose', () => {
    const allowed = ['service', 'controller', 'probe', 'fact', 'code', 'where', 'level', 'kind', 'path', 'state'];
    expect(metrics.flatMap(({labels}) => labels).filter((label) => !allowed.includes(label))).toEqual([]);
  });

  it('bound the series of a metric and say how many were left out', async () => {
    const many = Object.fromEntries(Array.from({length: mostSeries + 7}, (_, index) => [`fact${index}`, index]));
    const {mariadb} = judgement.services;
    const services = {...judgement.services, mariadb: {...mariadb, facts: many}};
    const {text} = await metricsText(snapshot({judgement: {...judgement, services}}), judgement.at);
    expect(linesOf(text, 'hpcha_service_fact')).toHaveLength(mostSeries);
    expect(Number(linesOf(text, leftOutName)[0]?.split(' ')[1])).toBeGreaterThanOrEqual(7);
  });

  it('give a finding one series, however often it was found', async () => {
    const finding = {code: 'GaleraNodeDown', level: 'warning', where: 'server3', params: {}} as const;
    const {text} = await metricsText(snapshot({judgement: {...judgement, findings: [finding, finding]}}), judgement.at);
    expect(linesOf(text, 'hpcha_finding')).toEqual([
      'hpcha_finding{code="GaleraNodeDown",where="server3",level="warning"} 1',
    ]);
  });
});

describe('what is made from the table of metrics', () => {
  const names = new Set([...metrics.map(({name}) => name), upName]);

  it('is the page in docs', () => {
    expect(readFileSync(new URL(metricsPage, root), 'utf8')).toBe(metricDocs());
  });

  it('is the dashboard in templates, a panel a metric', () => {
    const file = readFileSync(new URL('templates/web/grafana-dashboard.json.eta', root), 'utf8');
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(grafanaDashboard('<%= it.cluster %>'))));
    expect(JSON.parse(file).panels).toHaveLength(metrics.length);
  });

  it('has every name that the alert rules use', () => {
    const rules = readFileSync(new URL('templates/web/prometheus-rules.yml.eta', root), 'utf8');
    const used = [...rules.matchAll(/\bhpcha_\w+/g)].map(([name]) => name);
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('history', () => {
  const query = {metric: 'hpcha_host_load1', from: 1, to: 2, points: 2};

  it('asks for metrics of the table alone, with labels that they have', () => {
    expect(promQl({...query, where: 'controller:server1'}, 15)).toBe('hpcha_host_load1{controller="server1"}');
    expect(promQl({...query, metric: 'hpcha_live_looks_total'}, 15)).toBe('rate(hpcha_live_looks_total{}[60s])');
    expect(() => promQl({...query, metric: 'up} or vector(1'}, 15)).toThrow(/no metric/);
    expect(() => promQl({...query, where: 'instance:x'}, 15)).toThrow(/no label/);
  });

  it('is the same question for everybody who looks at the last hour within a step', () => {
    const at = (now: number) => historyQuestion({...query, from: now - 3600, to: now, points: 240});
    expect(at(1_800_000_014)).toEqual(at(1_800_000_000));
    expect(at(1_800_000_015)).not.toEqual(at(1_800_000_000));
    expect(at(1_800_000_007)).toMatchObject({start: 1_799_996_400, end: 1_800_000_000, step: 15});
    expect(() => historyQuestion({...query, from: 10, to: 5})).toThrow(/span/);
  });
});
