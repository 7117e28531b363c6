// Every screen of the console as a list of events that leads to it, for tests that must hold on all of them.

import type {CommandId} from '../../src/model/command.ts';
import type {EvidenceTable} from '../../src/model/plan.ts';
import type {ServiceId} from '../../src/model/service.ts';
import {services} from '../../src/model/service.ts';
import type {Judgement} from '../../src/model/verdict.ts';
import {verbatim} from '../../src/model/words.ts';
import type {ActionPlan} from '../../src/state/console-deps.ts';
import type {ConsoleEvent} from '../../src/state/console-event.ts';
import {worldOf} from '../../src/state/replay-view.ts';
import {buildDrillEvents} from '../state/builders/drill.ts';
import {buildFinding, buildJudgement, startOfTest} from '../state/builders/judgement.ts';
import {buildActionPlan, buildPlan, buildState} from '../state/builders/state.ts';

export function command(id: CommandId, items: readonly string[] | null = null): ConsoleEvent {
  return {type: 'command', id, at: startOfTest, extent: {items, last: 1000, page: 10}};
}

const judged = (judgement: Judgement): ConsoleEvent => ({type: 'judged', judgement});

export const manyFindings = Array.from({length: 40}, (_, index) =>
  buildFinding(`Fault${String(index).padStart(2, '0')}End`, {
    level: (['critical', 'warning', 'unknown', 'info'] as const)[index % 4] ?? 'warning',
    where: index % 3 === 0 ? 'cluster' : 'server2',
    service: services[index % services.length] ?? 'host',
    params: {detail: 'x'.repeat((index * 7) % 120)},
    remedy: index % 2 === 0 ? 'start' : 'bootstrap-galera',
    evidence: {command: 'gluster volume heal data_volume info --xml', raw: 'a line\n'.repeat(60), at: startOfTest},
  }),
);

/** A cluster with everything wrong that a screen can show. */
export function troubled(hosts: readonly string[]): Judgement {
  const last = hosts.at(-1) ?? 'server1';
  return buildJudgement({
    hosts,
    findings: manyFindings,
    lost: [last],
    confirmedLost: [last],
    tolerance: 0,
    owners: hosts.slice(0, 2),
    cells: {[`mariadb@${hosts[0] ?? ''}`]: {level: 'critical', word: verbatim('Non-Primary component of the cluster')}},
  });
}

/** A log of every severity, with long lines, wide characters and a controller that is not heard. */
function logs(hosts: readonly string[]): readonly ConsoleEvent[] {
  const lines = Array.from({length: 200}, (_, index) => ({
    at: startOfTest + index * 10,
    host: hosts[index % hosts.length] ?? 'server1',
    unit: ['mariadb.service', 'keepalived.service', 'kernel', 'a-unit-with-quite-a-long-name.service'][index % 4] ?? '',
    priority: index % 8,
    text:
      index % 5 === 0 ? `한국어 로그 ${'가나다라 '.repeat(index % 40)}` : `line ${index} ${'word '.repeat(index % 60)}`,
  }));
  return [
    command('logs'),
    {type: 'log-source', host: hosts[0] ?? 'server1', open: true, why: null},
    {type: 'log-source', host: hosts.at(-1) ?? 'server1', open: false, why: 'the connection was lost: no answer'},
    {type: 'logged', lines},
  ];
}

const seenTable: EvidenceTable = {
  head: ['controller', 'seqno', 'history', 'safe to bootstrap', 'process'],
  rows: Array.from({length: 9}, (_, index) => [
    `server${index + 1}`,
    String(1_000_000 + index),
    'b6116c10-e708-11f1-908c-177fbb79d095',
    index === 0 ? 'yes' : '',
    '실행 중이 아님',
  ]),
};

function withTable(plan: ActionPlan): ActionPlan {
  const {result} = plan;
  return result.kind === 'plan' ? {...plan, result: {...result, plan: {...result.plan, evidence: seenTable}}} : plan;
}

/** The item of the first alert that these events raise. */
function alertItem(events: readonly ConsoleEvent[]): string {
  return `alert:${buildState({events}).alerts[0]?.id ?? ''}`;
}

const plan = buildPlan('safe', 60);
const listed = {
  runId: '7f3',
  title: plan.title,
  actor: 'root@c1',
  startedAt: startOfTest,
  state: 'running',
  counts: null,
  reason: null,
  tookMs: null,
} as const;
const run: readonly ConsoleEvent[] = [
  {
    type: 'runs-listed',
    runs: [
      {
        runId: '7f3',
        title: plan.title,
        actor: 'root@c1',
        startedAt: startOfTest,
        state: 'running',
        counts: null,
        reason: null,
        tookMs: null,
      },
    ],
  },
  command('runs'),
  command('open', ['run:7f3']),
  {
    type: 'run-event',
    runId: '7f3',
    event: {
      type: 'run-started',
      at: startOfTest,
      seq: 0,
      runId: '7f3',
      cluster: 'my-cluster',
      actor: {user: 'root', console: 'c1'},
      planHash: 'x',
      plan,
      pid: 1,
    },
  },
  {type: 'run-event', runId: '7f3', event: {type: 'step-started', at: startOfTest, seq: 1, step: 'step-0'}},
  {
    type: 'run-event',
    runId: '7f3',
    event: {type: 'step-progress', at: startOfTest, seq: 2, step: 'step-0', line: 'waiting for Synced'},
  },
  {
    type: 'run-event',
    runId: '7f3',
    event: {
      type: 'step-finished',
      at: startOfTest,
      seq: 3,
      step: 'step-1',
      result: 'failed',
      tookMs: 900,
      saw: 'exit 1: no space left on device',
    },
  },
];
/** A drill in the middle of its fault, over thirteen streams; then its end. */
const drill = buildDrillEvents();
const refusal: ConsoleEvent = {
  type: 'planned',
  ticket: 1,
  plan: {result: {kind: 'refusal', findings: manyFindings.slice(0, 20)}, preview: []},
};
const planned = (danger: 'safe' | 'disruptive' | 'destructive'): readonly ConsoleEvent[] => [
  command('phases'),
  command('show-plan'),
  {type: 'planned', ticket: 1, plan: buildActionPlan(danger, 80)},
];

/** Name → events, after the first judgements. */
export function everyScreen(hosts: readonly string[]): Readonly<Record<string, readonly ConsoleEvent[]>> {
  const bad = [judged(buildJudgement({hosts})), judged(troubled(hosts))];
  const pages = services.map((service: ServiceId, index): [string, readonly ConsoleEvent[]] => {
    const number = (
      ['service-1', 'service-2', 'service-3', 'service-4', 'service-5', 'service-6', 'service-7'] as const
    )[index];
    return [service, [...bad, command(number ?? 'service-1')]];
  });
  return {
    waiting: [],
    healthy: [judged(buildJudgement({hosts}))],
    troubled: bad,
    'troubled, last finding': [...bad, command('bottom', ['service:host', 'finding:Fault39End@cluster'])],
    ...Object.fromEntries(pages),
    evidence: [...bad, command('open', ['finding:Fault00End@cluster'])],
    'evidence, scrolled': [...bad, command('open', ['finding:Fault00End@cluster']), command('bottom')],
    help: [...bad, command('help')],
    logs: [...bad, ...logs(hosts)],
    'logs, empty': [...bad, command('logs')],
    'logs, wrapped': [...bad, ...logs(hosts), command('log-wrap')],
    'logs, held and filtered': [
      ...bad,
      ...logs(hosts),
      command('up'),
      command('log-priority'),
      command('log-filter'),
      {type: 'typed', text: '!한국어', at: startOfTest},
    ],
    replay: [
      ...bad,
      {
        type: 'replayed',
        view: {
          from: startOfTest,
          until: startOfTest + 60_000,
          at: startOfTest + 20_000,
          speed: 2,
          playing: true,
          marks: [
            {at: startOfTest + 10_000, level: 'critical'},
            {at: startOfTest + 10_100, level: 'ok'},
            {at: startOfTest + 60_000, level: 'warning'},
          ],
        },
        world: worldOf(buildState({hosts: [...hosts]})),
        rewound: false,
      },
    ],
    phases: [...bad, command('phases')],
    planning: [...bad, command('phases'), command('show-plan')],
    plan: [...bad, ...planned('safe')],
    'plan, last step': [
      ...bad,
      ...planned('disruptive'),
      command('show-same'),
      command('bottom', ['step:step-0', 'step:step-79']),
    ],
    'plan step': [...bad, ...planned('safe'), command('open', ['step:step-0'])],
    refusal: [...bad, command('phases'), command('show-plan'), refusal],
    'plan failed': [
      ...bad,
      command('phases'),
      command('show-plan'),
      {
        type: 'plan-failed',
        ticket: 1,
        error: {code: 'unreachable', what: 'server2 cannot be reached', hint: 'try again'},
      },
    ],
    confirm: [...bad, ...planned('destructive'), command('yes'), {type: 'typed', text: 'my-clu', at: startOfTest}],
    'confirm, wrong': [...bad, ...planned('destructive'), command('yes'), command('submit')],
    actions: [...bad, command('actions', ['service:mariadb'])],
    'actions, choose': [...bad, command('actions'), command('open', ['action:stop'])],
    'refusal, overridable': [
      ...bad,
      command('phases'),
      command('show-plan'),
      {
        type: 'planned',
        ticket: 1,
        plan: {
          result: {kind: 'refusal', findings: [{...buildFinding('Unseen'), overridable: true}, ...manyFindings]},
          preview: [],
        },
      },
    ],
    operate: [...bad, command('operate'), command('yes'), command('operate')],
    'operate asked': [...bad, command('operate')],
    events: [...bad, command('events')],
    acknowledge: [...bad, command('events'), command('open', [alertItem(bad)])],
    sites: [
      ...bad,
      {
        type: 'sites-seen',
        sites: ['my-cluster', '서울-클러스터', 'third'].map((name, index) => ({
          name,
          level: (['critical', 'ok', null] as const)[index] ?? null,
          tolerance: index === 2 ? null : index,
          vipOwners: index === 1 ? ['server1'] : [],
          at: index === 2 ? null : startOfTest,
          openAlerts: index,
          runId: index === 0 ? '7f3' : null,
          operating: index === 1,
        })),
      },
      command('sites'),
    ],
    'command typed': [...bad, command('command'), {type: 'typed', text: 'start --phase 2', at: startOfTest}],
    'command wrong': [
      ...bad,
      command('command'),
      {type: 'typed', text: 'x'.repeat(150), at: startOfTest},
      {type: 'line-read', line: 'x', meaning: {kind: 'wrong', what: 'unknown command; did you mean '.repeat(9)}},
    ],
    'command candidates': [
      ...bad,
      command('command'),
      {type: 'completed', text: 's', candidates: Array.from({length: 60}, (_, index) => `word-${index}`)},
    ],
    'filter typed': [...bad, command('filter'), {type: 'typed', text: '!Fault0', at: startOfTest}],
    'plan with a table': [
      ...bad,
      command('phases'),
      command('show-plan'),
      {type: 'planned', ticket: 1, plan: withTable(buildActionPlan('destructive', 12))},
    ],
    'refusal with a table': [
      ...bad,
      command('phases'),
      command('show-plan'),
      {
        type: 'planned',
        ticket: 1,
        plan: {result: {kind: 'refusal', findings: manyFindings.slice(0, 9), evidence: seenTable}, preview: []},
      },
    ],
    'plan, filtered': [
      ...bad,
      ...planned('disruptive'),
      command('filter'),
      {type: 'typed', text: '!part 3', at: startOfTest},
      command('accept'),
    ],
    'run, filtered': [
      ...bad,
      ...run,
      command('filter'),
      {type: 'typed', text: 'failed', at: startOfTest},
      command('accept'),
    ],
    'help, filtered': [
      ...bad,
      command('help'),
      {type: 'typed', text: 'x', at: startOfTest},
      command('filter'),
      {type: 'typed', text: 'erase', at: startOfTest},
    ],
    'filter, nothing left': [...bad, command('filter'), {type: 'typed', text: 'zzz', at: startOfTest}],
    'filter kept': [...bad, command('filter'), {type: 'typed', text: 'Fault0', at: startOfTest}, command('accept')],
    'run offered': [...bad, {type: 'runs-listed', runs: [{...listed, state: 'running'}]}],
    drill: [...bad, ...drill.running],
    'drill, not begun': [...bad, ...drill.running.slice(0, 2)],
    'drill, ended': [...bad, ...drill.running, ...drill.ended],
    'run commands': [...bad, ...run, command('commands')],
    'runs, many': [
      ...bad,
      {
        type: 'runs-listed',
        runs: Array.from({length: 60}, (_, index) => ({
          ...listed,
          runId: `${7000 + index}`,
          state: (['done', 'failed', 'orphaned', 'cancelled', 'unknown'] as const)[index % 5] ?? 'done',
          startedAt: startOfTest - index * 7_000_000,
          tookMs: index * 1000,
          reason: index % 2 === 0 ? null : 'because of a very long story '.repeat(8),
        })),
      },
      command('runs'),
    ],
    'runs, none': [...bad, {type: 'runs-listed', runs: []}, command('runs')],
    run: [...bad, ...run],
    'run step': [...bad, ...run, command('open', ['step:step-1'])],
    'run lost': [
      ...bad,
      ...run,
      {type: 'run-lost', runId: '7f3', error: {code: 'missing', what: 'its Runner is gone'}},
    ],
    'run, ended': [
      ...bad,
      ...run,
      {
        type: 'run-event',
        runId: '7f3',
        event: {
          type: 'run-finished',
          at: startOfTest,
          seq: 9,
          result: 'failed',
          counts: {changed: 1, unchanged: 2, failed: 1, unknown: 0, skipped: 56},
          tookMs: 200_000,
          account: 'server1 has it. server2 does not.',
        },
      },
    ],
    'quit asked': [...bad, ...run, command('quit')],
    'cancel asked': [...bad, command('operate'), command('yes'), ...run, command('cancel-run')],
    'after resize': [...bad, {type: 'failed', error: {code: 'bug', what: 'something failed that was not expected'}}],
  };
}
