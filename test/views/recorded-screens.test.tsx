// The screens over what real controllers said, on an emulated terminal: whole rows, believable cells, at every size and style.

import stringWidth from 'string-width';
import {beforeAll, describe, expect, it} from 'vitest';
import type {CommandId} from '../../src/model/command.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {readingItem} from '../../src/state/open-reading.ts';
import type {StyleOptions} from '../../src/views/kit/style.ts';
import {after, buildState} from '../state/builders/state.ts';
import type {RecordedCluster, RecordedScenes} from '../support/recorded-cluster.ts';
import {recordedCluster, withoutAnswer} from '../support/recorded-cluster.ts';
import {emulate} from './emulated.ts';
import {drawFrame} from './frame.tsx';
import {command} from './screens.ts';

type Shown = Pick<RecordedCluster, 'judgement' | 'snapshot'>;

const judged = ({judgement, snapshot}: Shown): ConsoleEvent => ({type: 'judged', judgement, snapshot});

const serviceKeys: Readonly<Record<string, CommandId>> = {
  glusterfs: 'service-1',
  mariadb: 'service-2',
  redis: 'service-3',
  slurm: 'service-4',
  keepalived: 'service-5',
  host: 'service-7',
};

const screens: Readonly<Record<string, readonly ConsoleEvent[]>> = {
  overview: [],
  ...Object.fromEntries(Object.entries(serviceKeys).map(([name, id]) => [name, [command(id)]])),
  controller: [
    command('column-right'),
    command('column-right'),
    command('column-right'),
    command('open', ['service:redis']),
  ],
  reading: [
    command('evidence', [readingItem('mariadb', 'server3', 'state')]),
    {
      type: 'recalled',
      about: {service: 'mariadb', host: 'server3', probe: 'mariadb'},
      exchanges: [
        {
          command: `SHOW GLOBAL STATUS WHERE Variable_name LIKE 'wsrep\\_%' OR Variable_name IN ('Threads_connected')`,
          kind: 'answer',
          answer: 'wsrep_local_state_comment\tSynced\nwsrep_cluster_size\t3',
          at: Date.UTC(2026, 10, 23, 3, 4, 18),
          tookMs: 41,
          cut: 12,
        },
        {command: 'pgrep -l -x mariadbd', kind: 'failed', answer: 'no answer', at: 0, tookMs: 3000, cut: 0},
      ],
    },
  ],
};

function stateOf(
  shown: Shown,
  screen: string,
  [columns, rows]: readonly [number, number],
  language: 'en' | 'ko',
): ConsoleState {
  const last: ConsoleEvent = {type: 'tick', at: shown.judgement.at, zoneOffsetMinutes: 0};
  const summary = {hosts: Object.keys(shown.judgement.controllers)};
  return after(buildState({columns, rows, language, ...summary}), [judged(shown), ...(screens[screen] ?? []), last]);
}

const scenes: Readonly<Record<string, RecordedScenes>> = {
  healthy: {},
  'a cluster of Redis and an ill Gluster': {look: 'gluster-peers-apart', redis: 'cluster-colocated', mode: 'cluster'},
  'a database stopped': {look: 'galera-one-stopped', redis: 'sentinel-replica-hung', slurm: 'dbd-both-stopped'},
  'after a takeover': {slurm: 'primary-poweroff-taken-over', keepalived: 'vip-foreign-mac', look: 'gluster-healing'},
  'ten thousand nodes': {slurm: 'ten-thousand-nodes', keepalived: 'vip-maintenance'},
};

const recorded = new Map<string, RecordedCluster>();

beforeAll(async () => {
  for (const [name, scene] of Object.entries(scenes)) recorded.set(name, await recordedCluster(scene));
  recorded.set('a controller silent', withoutAnswer(sceneNamed('healthy'), 'server3', 12_000));
});

function sceneNamed(name: string): RecordedCluster {
  const scene = recorded.get(name);
  if (scene === undefined) throw new Error(`no scene ${name}`);
  return scene;
}

const allScenes = [...Object.keys(scenes), 'a controller silent'];
const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
  [60, 15],
] as const;
const styles: readonly (Partial<StyleOptions> & {readonly name: string; readonly speech: 'en' | 'ko'})[] = [
  {name: 'in English', speech: 'en'},
  {name: 'in Korean', speech: 'ko', theme: 'light'},
  {name: 'without colour', speech: 'ko', theme: 'mono'},
  {name: 'in ASCII', speech: 'en', glyphs: 'ascii', theme: 'contrast'},
];

describe.each(allScenes)('%s', (name) => {
  const cases = sizes.flatMap((size) =>
    styles.map((style) => ({size, style, label: `${size.join('x')} ${style.name}`})),
  );

  it.each(cases)(
    'fills the terminal exactly, nothing wrapped and nothing overprinted: $label',
    async ({size, style}) => {
      const [columns, rows] = size;
      const {name: _name, speech, ...options} = style;
      for (const screen of Object.keys(screens)) {
        const {raw, lines} = drawFrame(stateOf(sceneNamed(name), screen, size, speech), options);
        const grid = await emulate(raw, columns, rows);
        expect(lines, screen).toHaveLength(rows);
        expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
        expect(
          grid.map((line) => line.trimEnd()),
          screen,
        ).toEqual(lines.map((line) => line.trimEnd()));
      }
    },
  );

  it.each([
    [80, 24],
    [60, 15],
    [200, 60],
  ] as const)('shows every row of the data whole or not at all at %ix%i', (columns, rows) => {
    for (const screen of ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'host', 'controller']) {
      const small = drawFrame(stateOf(sceneNamed(name), screen, [columns, rows], 'en')).lines;
      const all = new Set(bodyOf(drawFrame(stateOf(sceneNamed(name), screen, [columns, 400], 'en')).lines, columns));
      const strange = bodyOf(small, columns).filter((line) => !all.has(line) && !/more lines/.test(line));
      expect(strange, screen).toEqual([]);
    }
  });
});

/** The lines between header and hints, each pane's half by itself. */
function bodyOf(lines: readonly string[], columns: number): readonly string[] {
  const rules = lines.length >= 20 ? 1 : 0;
  const body = lines.slice(2 + rules, lines.length - 1 - rules);
  if (columns < 160) return body.map((line) => line.trimEnd());
  return body.flatMap((line) => [line.slice(0, 98).trimEnd(), line.slice(101).trimEnd()]);
}

const drawn = (name: string, screen: string, size: readonly [number, number] = [120, 40]): string =>
  drawFrame(stateOf(sceneNamed(name), screen, size, 'en')).lines.join('\n');

describe('Galera', () => {
  it('shows the group as each server sees it, and how each would come back', () => {
    const page = drawn('healthy', 'mariadb');
    expect(page).toMatch(/component +Primary +Primary +Primary/);
    expect(page).toMatch(/members it sees +1 2 3 +1 2 3 +1 2 3/);
    expect(page).toMatch(/behind the newest +0 +0 +0/);
    expect(page).toMatch(/transfer +IST covers 99 commits/);
  });

  it('promises a stopped server an IST only from donors that still hold its next commit', () => {
    expect(drawn('a database stopped', 'mariadb', [120, 60])).toMatch(/transfer .* IST, \d+ commits/);
  });
});

describe('Gluster', () => {
  it('shows peers N×N, bricks with their disks, quorum and mounts', () => {
    const page = drawn('healthy', 'glusterfs', [120, 80]);
    expect(page).toMatch(/server1 +itself +✔ connected +✔ connected/);
    expect(page).toMatch(/server2 +✔ connected +itself +✔ connected/);
    expect(page).toMatch(/server3 +✔ online +0 +0 .* %/);
    expect(page).toMatch(/cluster.quorum-type +auto/);
    expect(page).toMatch(/mount answers +yes +yes +yes/);
  });

  it('shows who does not see whom', () => {
    expect(drawn('a cluster of Redis and an ill Gluster', 'glusterfs', [120, 80])).toMatch(/▲ away/);
  });

  it('calls no brick online whose controller is silent, whatever the volume said last', () => {
    const page = drawn('a controller silent', 'glusterfs', [120, 80]);
    expect(page).toMatch(/server2 +✔ online/);
    expect(page).toMatch(/server3 +(\? not heard|▲ offline)/);
    expect(page).not.toMatch(/server3 +✔ online/);
  });

  it('says what is to be healed, and no end of it before it was seen to fall', () => {
    const shown = sceneNamed('healthy');
    const {judgement} = shown;
    const pending = (count: number, step: number): ConsoleEvent => {
      const glusterfs = {...judgement.services.glusterfs, facts: {heal_pending: count}};
      const later = {...judgement, at: judgement.at + step * 10_000, services: {...judgement.services, glusterfs}};
      return judged({...shown, judgement: later});
    };
    const at = (counts: readonly number[]): string => {
      const events = counts.map((count, step) => pending(count, step));
      const state = after(stateOf(shown, 'glusterfs', [120, 80], 'en'), events);
      return drawFrame(state).lines.join('\n');
    };
    expect(at([600, 540])).toMatch(/trend +not enough seen yet/);
    expect(at([600, 540, 480, 420, 360])).toMatch(/entries to heal +360 .*█/);
    expect(at([600, 540, 480, 420, 360])).toMatch(/trend +falling by 6\/s: done in about 1 m 00 s/);
    expect(at([600, 600, 600, 600, 600])).toMatch(/trend +not getting fewer/);
    expect(at([0, 0, 0, 0, 12])).toMatch(/trend +rising/);
  });
});

describe('Redis', () => {
  it("shows every sentinel's opinion", () => {
    const page = drawn('healthy', 'redis', [120, 60]);
    for (const host of ['server1', 'server2', 'server3']) {
      expect(page).toMatch(new RegExp(`${host} +server1 +up +yes +2 +3 +2`));
    }
  });

  it('shows the slot map and every node in cluster mode', () => {
    const page = drawn('a cluster of Redis and an ill Gluster', 'redis', [160, 80]);
    expect(page).toMatch(/server\d:6379 +[\d ]+\d {2}\d/);
    expect(page).toMatch(/replica of server\d:63/);
    expect(page).toMatch(/0-5460/);
    expect(page).toMatch(/server1:6380 +ok +16384 +6/);
  });
});

describe('Slurm', () => {
  it('shows the order of succession, who is in control, and what waits for slurmdbd', () => {
    const page = drawn('healthy', 'slurm', [120, 60]);
    expect(page).toMatch(/succession +primary +backup 1 +backup 2/);
    expect(page).toMatch(/by the heartbeat +server1/);
    expect(page).toMatch(/slurmdbd answers +yes/);
    expect(page).toMatch(/waiting for slurmdbd +0 of 20 0/);
    expect(page).toMatch(/idle +1 +█/);
  });

  it('summarises ten thousand nodes in a few lines', () => {
    const page = drawn('ten thousand nodes', 'slurm', [120, 80]);
    expect(page).toMatch(/down +10 000 +█/);
    expect(page).toMatch(/reason/);
  });
});

describe('the virtual address', () => {
  it('names whom every controller thinks to hold it, and the last changes', () => {
    const page = drawn('healthy', 'keepalived');
    expect(page).toMatch(/VIP is on +eth0/);
    expect(page).toMatch(/thinks the VIP is at +itself/);
    expect(page).toMatch(/\d\d:\d\d:\d\d .* server1 +MASTER/);
  });

  it('calls a MAC that no controller has a stranger', () => {
    expect(drawn('after a takeover', 'keepalived')).toMatch(/a stranger/);
  });
});

describe('a controller that does not answer', () => {
  it('keeps what it said last, marked and with its age, and claims nothing of now', () => {
    const page = drawn('a controller silent', 'mariadb');
    expect(page).toMatch(/\? server3 12s/);
    expect(page).toMatch(/component +Primary +Primary +\? Primary/);
    expect(drawn('a controller silent', 'overview')).toMatch(/mariadb .*lost 12s/);
    expect(drawn('a controller silent', 'controller')).toMatch(/server3 .*\? does not answer us/);
  });

  it('is dimmed, not only marked', () => {
    const {raw} = drawFrame(stateOf(sceneNamed('a controller silent'), 'mariadb', [120, 40], 'en'));
    expect(raw).toMatch(/\x1b\[2m\? Primary/);
  });
});

describe('an answer that is old', () => {
  it('says so beside its word, in the overview and over its column', () => {
    const shown = sceneNamed('healthy');
    const late: ConsoleEvent = {type: 'tick', at: shown.judgement.at + 45_000, zoneOffsetMinutes: 0};
    const at = (screen: string): string =>
      drawFrame(after(stateOf(shown, screen, [120, 40], 'en'), [late])).lines.join('\n');
    expect(at('overview')).toMatch(/mariadb +✔ Synced 45s/);
    expect(at('mariadb')).toMatch(/server1 45s +server2 45s/);
  });
});

describe('evidence', () => {
  it('shows the question as it was sent, when, how long it took, and the answer as it came', () => {
    const page = drawn('healthy', 'reading');
    expect(page).toMatch(/mariadb · server3/);
    expect(page).toMatch(/\$ SHOW GLOBAL STATUS WHERE/);
    expect(page).toMatch(/at 03:04:18, <5s ago, took 41 ms/);
    expect(page).toMatch(/wsrep_local_state_comment {2}Synced/);
    expect(page).toMatch(/and 12 more characters that are not kept/);
    expect(page).toMatch(/\? no answer/);
  });
});

describe('why a finding is one', () => {
  it('names the rule, where it is written, and the remedy as the key that opens its plan', () => {
    const shown = sceneNamed('a database stopped');
    const state = after(stateOf(shown, 'overview', [120, 40], 'en'), [
      command('open', ['finding:GaleraNodeDown@server3']),
    ]);
    const page = drawFrame(state).lines.join('\n');
    expect(page).toMatch(/server3 {2}GaleraNodeDown/);
    expect(page).toMatch(/rule +The controller was seen and has no server process, while the others are Primary/);
    expect(page).toMatch(/written in +docs\/findings.md GaleraNodeDown/);
    expect(page).toMatch(/do +x: plan to converge its phase/);
    expect(page).toMatch(/asked +SHOW GLOBAL STATUS/);
  });
});

describe('a filter on a service', () => {
  it('leaves the lines that match, with the heads that name their columns, and says nothing is there when nothing matches', () => {
    const state = stateOf(sceneNamed('healthy'), 'mariadb', [120, 40], 'en');
    const filtered = (filter: string): string => {
      const layers = state.layers.map((layer) => ({...layer, cursor: {...layer.cursor, filter}}));
      return drawFrame({...state, layers}).lines.join('\n');
    };
    expect(filtered('committed')).toMatch(/server1 +server2 +server3 *\n.*last committed +99 +99 +99/);
    expect(filtered('committed')).not.toMatch(/component/);
    expect(filtered('!committed')).toMatch(/component/);
    expect(filtered('nothing like that')).not.toMatch(/last committed/);
    expect(filtered('nothing like that')).toMatch(/nothing (here )?matches|no .*match/i);
  });
});
