// The console survives what a cluster in trouble throws at it: everything lost at once, foreign host keys, garbage from every probe.

import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {ClusterConfig} from '../../src/config/schema.ts';
import type {ErrorCode} from '../../src/model/error.ts';
import {services} from '../../src/model/service.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import type {Judgement} from '../../src/model/verdict.ts';
import {collect} from '../../src/probes/collect.ts';
import {judge} from '../../src/probes/judge.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {readingItem} from '../../src/state/open-reading.ts';
import {bodyPage} from '../../src/views/body-page.ts';
import {headerRows} from '../../src/views/header.ts';
import {paintRow} from '../../src/views/kit/row.ts';
import {makeStyle} from '../../src/views/kit/style.ts';
import {recorded, recordedConfig} from '../probes/support/recorded-look.ts';
import {startOfTest} from '../state/builders/judgement.ts';
import {after, buildState} from '../state/builders/state.ts';
import {snapshotOf, transcriptOf} from '../support/judged-scene.ts';
import {labConfig} from '../support/lab-config.ts';
import type {HostTranscript, Transcript} from '../support/transcript.ts';
import {replay} from '../support/transcript.ts';

type Spoil = (text: string) => string;

const spoils: Readonly<Record<string, Spoil>> = {
  'cut in the middle': (text) => text.slice(0, Math.floor(text.length / 2)),
  'cut after one byte': (text) => text.slice(0, 1),
  'nothing at all': () => '',
  'an error page': () => '<html><body>502 Bad Gateway</body></html>\n',
  'binary noise': (text) => text.replace(/[a-z]/g, '\u0001\ufffd').replace(/\d/g, '%'),
  'one endless line': () => 'x'.repeat(200_000),
  'numbers that are none': (text) => text.replace(/\d+/g, 'abc'),
};

function spoiled(transcript: Transcript, spoil: Spoil): Transcript {
  const hosts = Object.entries(transcript.hosts).map(([host, said]): [string, HostTranscript] => [
    host,
    {
      ...said,
      looks: mapValues(said.looks, (one) => ('error' in one ? one : {...one, stdout: spoil(one.stdout)})),
      redis: mapValues(said.redis, (one) => ('error' in one ? one : {reply: spoil(JSON.stringify(one.reply))})),
      sql: mapValues(said.sql ?? {}, (one) =>
        'error' in one ? one : {rows: one.rows.map((row) => mapValues(row, (value) => spoil(value ?? '')))},
      ),
    },
  ]);
  return {...transcript, hosts: Object.fromEntries(hosts)};
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

const extent = {items: null, last: 0, page: 10};
const command = (id: Extract<ConsoleEvent, {type: 'command'}>['id'], item?: string): ConsoleEvent => ({
  type: 'command',
  id,
  at: startOfTest,
  extent: item === undefined ? extent : {...extent, items: [item]},
});

/** Draws every page that is made of what was judged, in both languages, wide and narrow; throws what a page throws. */
function drawEverything(snapshot: Snapshot, judgement: Judgement): void {
  const hosts = Object.keys(judgement.controllers);
  const pages: readonly (readonly ConsoleEvent[])[] = [
    [],
    ...services.map((service) => [command('open', `service:${service}`)]),
    ...services.map((service) => [command('evidence', readingItem(service, hosts[0] ?? 'server1', 'state'))]),
    [command('column-right', 'service:mariadb'), command('open', 'service:mariadb')],
    [command('events')],
    [command('actions')],
  ];
  for (const language of ['en', 'ko'] as const) {
    for (const [columns, rows] of [
      [80, 24],
      [200, 60],
    ] as const) {
      const state = buildState({hosts, language, columns, rows});
      for (const page of pages) draw(after(state, [{type: 'judged', judgement, snapshot}, ...page]));
    }
  }
}

function draw(state: ConsoleState): void {
  const style = makeStyle({theme: 'mono', glyphs: 'unicode', language: state.language});
  const size = {width: state.size.columns, height: state.size.rows - 5};
  for (const row of [...headerRows(state, style, size.width), ...bodyPage({state, style, size}).rows]) {
    expect(paintRow(row, size.width, style)).not.toMatch(/undefined|\[object|NaN/);
  }
}

const lab = labConfig();
const clustered = labConfig({redis: {mode: 'cluster'}});
const scenes: readonly {
  readonly service: 'redis' | 'slurm' | 'keepalived';
  readonly scene: string;
  readonly config: ClusterConfig;
}[] = [
  {service: 'redis', scene: 'sentinel-healthy', config: lab},
  {service: 'redis', scene: 'cluster-healthy', config: clustered},
  {service: 'slurm', scene: 'healthy', config: lab},
  {service: 'keepalived', scene: 'vip-healthy', config: lab},
];

describe.each(Object.entries(spoils))('when every answer is %s', (_name, spoil) => {
  it.each(scenes)(
    'no page of $service ($scene) breaks and nothing of it reads ok',
    async ({service, scene, config}) => {
      const snapshot = await snapshotOf(service, spoiled(transcriptOf(service, scene), spoil), config);
      const judgement = judge({snapshot, config, history: []});
      expect(judgement.services[service].level).not.toBe('ok');
      expect(judgement.level).not.toBe('ok');
      drawEverything(snapshot, judgement);
    },
  );

  it('no page of the hosts, gluster and galera breaks and neither reads ok', async () => {
    const file = new URL('../fixtures/look/healthy.json', import.meta.url);
    const transcript: Transcript = JSON.parse(readFileSync(file, 'utf8'));
    const probes = ['reach', 'host', 'glusterfs', 'glusterVolume', 'mariadb'] as const;
    const deps = {config: recordedConfig, ...replay(spoiled(transcript, spoil))};
    const snapshot = await collect(probes, deps, new AbortController().signal);
    const judgement = judge({snapshot, config: recordedConfig, history: []});
    expect(judgement.services.mariadb.level).not.toBe('ok');
    expect(judgement.services.glusterfs.level).not.toBe('ok');
    drawEverything(snapshot, judgement);
  });
});

describe('when every controller is lost at once', () => {
  const lose = (snapshot: Snapshot, code: ErrorCode, what: string): Snapshot => {
    const hosts = Object.fromEntries(
      Object.entries(snapshot.hosts).map(([probe, column]) => [
        probe,
        Object.fromEntries(
          Object.keys(column).map((host) => [host, {kind: 'lost', at: snapshot.at, error: {code, what}}]),
        ),
      ]),
    );
    return {...snapshot, hosts: {...snapshot.hosts, ...hosts}};
  };

  it.each([
    ['unreachable', 'no route to host'],
    ['host-key', 'the host key of 10.77.0.101 is another one than is known'],
    ['timeout', 'no answer within 4 s'],
  ] as const)('(%s) every page says so, nothing reads ok, and what comes back is shown again', async (code, what) => {
    const whole = await recorded('healthy');
    const gone = lose(whole, code, what);
    const judged = (snapshot: Snapshot): Judgement => judge({snapshot, config: recordedConfig, history: []});
    const dark = judged(gone);
    expect(dark.level).not.toBe('ok');
    expect(Object.values(dark.controllers).every(({reach}) => reach === 'lost')).toBe(true);
    drawEverything(gone, dark);
    const back = after(buildState({hosts: Object.keys(dark.controllers)}), [
      {type: 'judged', judgement: judged(whole), snapshot: whole},
      {type: 'judged', judgement: dark, snapshot: gone},
      {type: 'judged', judgement: judged(whole), snapshot: whole},
    ]);
    draw(back);
    expect(back.judgement?.services.mariadb.level).toBe('ok');
    expect(back.alerts.length).toBeGreaterThan(0);
  });
});
