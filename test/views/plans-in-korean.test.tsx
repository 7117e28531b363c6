// A Korean reader can read every action's plan before confirming it: on the console at its smallest, and as a dry run.

import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {drills} from '../../src/actions/drills/catalogue.ts';
import {plannerOf} from '../../src/actions/registry.ts';
import {planText} from '../../src/cli/run/plan-text.ts';
import type {ActionInput} from '../../src/model/action-offer.ts';
import {findingText} from '../../src/model/messages.ts';
import type {EvidenceTable, Plan, PlanResult} from '../../src/model/plan.ts';
import {planHash} from '../../src/model/plan.ts';
import {planWords} from '../../src/model/plan-words.ts';
import type {Snapshot} from '../../src/model/snapshot.ts';
import {
  bareSnapshot,
  configOf,
  historyB,
  lost,
  rested,
  running,
  seen,
  withReadings,
} from '../actions/support/cluster.ts';
import {config as full, healthy, vrrp} from '../actions/support/healthy.ts';
import {buildJudgement} from '../state/builders/judgement.ts';
import {after, buildState} from '../state/builders/state.ts';
import {drawFrame} from './frame.tsx';
import {command} from './screens.ts';

const lab = {...full, lab: true};

function ask(action: string, input: ActionInput, snapshot: Snapshot = healthy()): PlanResult {
  return plannerOf(action).plan({snapshot, config: lab, input, overrides: []});
}

const databases = (...facts: readonly ReturnType<typeof running>[]): Snapshot =>
  withReadings(
    healthy(),
    'mariadb',
    Object.fromEntries(facts.map((each, index) => [`server${index + 1}`, seen(each)])),
  );

function recoverable(snapshot: Snapshot): Snapshot {
  const none = {recovered: null, savedView: null, viewTried: null, lastOut: null, waited: null};
  const answers = {server1: false, server2: false, server3: false};
  const readings = ['server1', 'server2', 'server3'].map((host) => [host, seen({...none, answers})] as const);
  return withReadings(snapshot, 'galeraRecovery', Object.fromEntries(readings));
}

const bare = configOf();
const asked: Readonly<Record<string, PlanResult>> = {
  setup: plannerOf('phases').plan({
    snapshot: bareSnapshot(bare),
    config: bare,
    input: {from: 0, to: 7},
    overrides: [],
  }),
  'start of two phases': ask('phases', {from: 2, to: 3}),
  stop: ask('stop', {}),
  'stop of a service': ask('stop', {service: 'redis'}),
  test: ask('test', {test: 'all'}),
  'failover-vip': ask('failover-vip', {to: 'server3'}),
  'repair-vip': ask(
    'repair-vip',
    {},
    withReadings(healthy(), 'keepalived', {
      ...healthy().hosts.keepalived,
      server2: seen(vrrp({vipOn: 'eth0', vrrpState: 'MASTER'})),
    }),
  ),
  'switch-redis': ask('switch-redis', {}),
  'takeover-slurm': ask('takeover-slurm', {}),
  'align-primary': ask('align-primary', {to: 'server2'}),
  'maintenance on': ask('maintenance', {host: 'server3', mode: 'on'}),
  'maintenance off': ask('maintenance', {host: 'server3', mode: 'off'}),
  'restart-galera': ask('restart-galera', {}),
  'heal-gluster': ask('heal-gluster', {}),
  'bootstrap-galera, a cold start': ask(
    'bootstrap-galera',
    {},
    recoverable(databases(rested(9n, true), rested(7n, false), rested(8n, false))),
  ),
  'bootstrap-galera, positions to recover': ask(
    'bootstrap-galera',
    {},
    recoverable(databases(rested(-1n, false), rested(-1n, false), rested(-1n, false))),
  ),
  'bootstrap-galera, one to start': ask(
    'bootstrap-galera',
    {},
    recoverable(databases(running(), running(), rested(7n, false))),
  ),
  'bootstrap-galera, refused with one unseen': ask(
    'bootstrap-galera',
    {},
    withReadings(recoverable(databases(rested(9n, true), rested(7n, false))), 'mariadb', {
      server1: seen(rested(9n, true)),
      server2: seen(rested(7n, false)),
      server3: lost('no answer within 5.0 s'),
    }),
  ),
  'resolve-split-brain, refused': ask(
    'resolve-split-brain',
    {},
    recoverable(databases(running(), running({}, historyB), running())),
  ),
  'slurm-node': ask('slurm-node', {nodes: 'node1', mode: 'resume'}),
  'slurm-job': ask('slurm-job', {job: '12', mode: 'cancel'}),
  ...Object.fromEntries(drills.map(({id}) => [`drill ${id}`, ask('drill', {drill: id})])),
};

const hangul = /[가-힣]/;
const planned = Object.entries(asked).flatMap(([name, result]): readonly (readonly [string, Plan])[] =>
  result.kind === 'refusal' ? [] : [[name, result.plan]],
);

/** What programs call themselves and their states, names and numbers: the same in every language. */
const sameEverywhere =
  /^[\d.:,%/ ?–▶●-]*$|^(server\d.*|uuid|seqno|slurmctld|VRRP|active|inactive|MASTER|BACKUP|Primary|master|slave|replica|up|Slurm: munge|[0-9a-f]{8})$/;

function cellsOf({head, rows}: EvidenceTable): readonly string[] {
  return [head, ...rows].flat().filter((cell) => !sameEverywhere.test(cell) && !/^[A-Z][a-z]+[A-Z]/.test(cell));
}

function textsOf(plan: Plan): readonly string[] {
  const titles = [
    plan.title,
    plan.mayLose,
    ...plan.stages.map(({title}) => title),
    ...plan.steps.map(({title}) => title),
  ];
  return [...new Set([...titles, ...(plan.evidence === undefined ? [] : cellsOf(plan.evidence))])].filter(
    (text) => text !== '' && !sameEverywhere.test(text),
  );
}

/** The page of that plan, at the size of the smallest terminal that is promised. */
function frameOf(result: PlanResult, language: 'en' | 'ko'): readonly string[] {
  const state = buildState({language, mode: 'operate', columns: 80, rows: 24});
  return drawFrame(
    after(state, [
      {type: 'judged', judgement: buildJudgement({})},
      command('phases'),
      command('show-plan'),
      {type: 'planned', ticket: 1, plan: {result, preview: []}},
    ]),
  ).lines;
}

describe('plans', () => {
  it('are there for most actions', () => {
    expect(planned.length).toBeGreaterThan(32);
    expect(Object.keys(asked).filter((name) => !planned.some(([other]) => other === name))).toEqual([
      'bootstrap-galera, refused with one unseen',
      'resolve-split-brain, refused',
    ]);
  });

  it.each(planned)('%s: every title, loss and judgement is said in Korean', (_, plan) => {
    expect(textsOf(plan).filter((text) => !hangul.test(planWords(text, 'ko')))).toEqual([]);
    expect(plan.notes.filter((note) => !hangul.test(findingText(note, 'ko')))).toEqual([]);
  });

  it.each(planned)('%s: is itself English, whoever reads it', (_, plan) => {
    expect(JSON.stringify(plan.steps.map(({title}) => title))).not.toMatch(hangul);
    const before = planHash(plan);
    planText(plan, 'ko');
    expect(planHash(plan)).toBe(before);
  });

  it.each(planned)('%s: titles of steps and stages are whole in 80 columns', (_, plan) => {
    const over = (most: number) => (title: string) => stringWidth(title) > most;
    // 80 less the frame, the cursor, the name of a controller and the word at the end (full-plan-page.ts).
    const steps = plan.steps.map(({title}) => planWords(title, 'ko'));
    // The path of a file may be longer than any row; what is done with it stands before it.
    expect(steps.filter(over(50)).filter((title) => !/^(파일 쓰기|처음 쓰기|디렉터리 만들기): \//.test(title))).toEqual(
      [],
    );
    expect(plan.stages.map(({title}) => planWords(title, 'ko')).filter(over(70))).toEqual([]);
  });

  it.each(planned)('%s: as a dry run says what it does and may lose', (_, plan) => {
    const text = planText(plan, 'ko');
    expect(text).toContain(`잃을 수 있는 것: ${planWords(plan.mayLose, 'ko')}`);
    expect(text).not.toMatch(/what may be lost|one host at a time|phase \d/);
  });

  it('say nothing else to an English reader than they always did', () => {
    const plan = planned.find(([name]) => name === 'restart-galera')?.[1];
    if (plan === undefined) throw new Error('no plan');
    const text = planText(plan, 'en');
    expect(text).toContain(`${plan.title} — disruptive`);
    expect(text).toContain(`what may be lost: ${plan.mayLose}`);
  });
});

describe('pages of plans and refusals at 80 x 24', () => {
  it.each(Object.entries(asked))('%s: fits, and says no sentence in English', (_, result) => {
    const lines = frameOf(result, 'ko');
    expect(lines).toHaveLength(24);
    expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([]);
    // Three words of plain English in a row are a sentence that nobody has said in Korean.
    const english = lines.filter((line) => /\b(?:the|is|of|and|to|it|on|in|are|that|be)\b [a-z]+ [a-z]+/.test(line));
    expect(english).toEqual([]);
  });
});
