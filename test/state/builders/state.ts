// Builds states, plans and runs for tests.

import {offers} from '../../../src/actions/offers.ts';
import type {Operation} from '../../../src/model/operation.ts';
import type {Danger, Plan, Step} from '../../../src/model/plan.ts';
import type {ActionPlan, ConsoleSummary} from '../../../src/state/console-deps.ts';
import type {ConsoleEvent} from '../../../src/state/console-event.ts';
import type {ConsoleState} from '../../../src/state/console-state.ts';
import {initialState} from '../../../src/state/console-state.ts';
import {reduce} from '../../../src/state/reduce.ts';
import {startOfTest, threeHosts, vip} from './judgement.ts';

const phaseNames = ['prepare', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'verify'];

export function buildSummary(hosts: readonly string[] = threeHosts): ConsoleSummary {
  return {
    cluster: 'my-cluster',
    vip,
    actor: 'root@console1',
    lab: false,
    controllers: hosts,
    computeNodes: 1,
    nodes: ['node1'],
    actions: offers,
    phases: phaseNames.map((name, number) => ({
      number,
      name,
      title: {en: `what ${name} does`, ko: `${name} 단계`},
    })),
  };
}

export type StateOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly mode?: 'watch' | 'operate' | 'watch-only';
  readonly hosts?: readonly string[];
  readonly language?: 'en' | 'ko';
  readonly events?: readonly ConsoleEvent[];
};

export function buildState(options: StateOptions = {}): ConsoleState {
  const initial = initialState({
    summary: buildSummary(options.hosts),
    language: options.language ?? 'en',
    size: {columns: options.columns ?? 80, rows: options.rows ?? 24},
    now: startOfTest,
    zoneOffsetMinutes: 0,
    mode: options.mode ?? 'watch',
  });
  return after(initial, options.events ?? []);
}

/** The state after those events; effects are left aside. */
export function after(state: ConsoleState, events: readonly ConsoleEvent[]): ConsoleState {
  return events.reduce((now, event) => reduce(now, event).state, state);
}

const operation: Operation = {
  kind: 'file',
  path: '/etc/mysql/conf.d/galera.cnf',
  content: ['[galera]\nwsrep_on=ON\npassword=', {secret: 'database.password'}, '\n'],
  mode: '0600',
  owner: 'root',
  group: 'root',
};

export function buildPlan(danger: Danger = 'safe', steps = 6): Plan {
  return {
    action: 'start',
    title: 'converge phases 2 to 3',
    danger,
    target: danger === 'safe' ? '' : 'server2',
    stages: [
      {id: 'config', title: 'write configuration', mode: 'parallel', phase: 2},
      {id: 'restart', title: 'restart one by one', mode: 'rolling', phase: 3},
    ],
    steps: Array.from({length: steps}, (_, index) => buildStep(index, steps)),
    mayLose: 'nothing: every step looks before it acts',
    notes: [],
    decidedBy: {},
  };
}

function buildStep(index: number, count: number): Step {
  return {
    id: `step-${index}`,
    stage: index < count / 2 ? 'config' : 'restart',
    on: threeHosts[index % threeHosts.length] ?? 'server1',
    title: `write galera.cnf part ${index}`,
    operation,
    before: [],
    after: [{name: 'galera-synced', args: {size: 3}}],
    timeoutMs: 60_000,
  };
}

export function buildActionPlan(danger: Danger = 'safe', steps = 6): ActionPlan {
  const plan = buildPlan(danger, steps);
  return {
    result: {kind: 'plan', plan},
    preview: plan.steps.map((step, index) => ({
      step: step.id,
      verdict: index % 3 === 0 ? 'change' : 'same',
      diff: index % 3 === 0 ? '--- a\n+++ b\n-wsrep_on=OFF\n+wsrep_on=ON' : '',
    })),
  };
}
