// Test: the scenarios of the reference README's test chapter, end to end and across controllers; they leave nothing behind.

import {controllersOf} from '../config/order.ts';
import type {ClusterConfig} from '../config/schema.ts';
import type {Finding} from '../model/finding.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {ProbeId} from '../model/snapshot.ts';
import {readingOf} from '../model/snapshot.ts';
import type {Action, ActionContext} from './action.ts';
import {glusterScenario, mariadbScenario, redisScenario} from './test/data-scenarios.ts';
import {keepalivedScenario} from './test/keepalived-scenario.ts';
import {nothing, type PlanScenario, type Scenario, type TestName, testNames} from './test/scenario.ts';
import {slurmScenario} from './test/slurm-scenario.ts';
import {webScenario} from './test/web-scenario.ts';

/** `all`, or one of `testNames`. */
export type TestInput = {
  readonly test: 'all' | TestName;
  /** Unix account that the web test acts as; left out: one that is made for the run. */
  readonly webUser?: string;
};

export const testNeeds: readonly ProbeId[] = ['reach', 'keepalived'];

/** null: comes with a part of this program that is not built yet. */
const scenarios: Readonly<Record<TestName, PlanScenario | null>> = {
  glusterfs: glusterScenario,
  mariadb: mariadbScenario,
  redis: redisScenario,
  slurm: slurmScenario,
  keepalived: keepalivedScenario,
  web: (config, _snapshot, webUser) => webScenario(config, webUser),
  backup: null,
};

/**
 * Refuses where a controller cannot be reached (a test that leaves one out would say less than it seems to), and where nothing
 * of what was chosen is there to be tested.
 */
export function planTest({snapshot, config, input}: ActionContext<TestInput>): PlanResult {
  const chosen = input.test === 'all' ? testNames : [input.test];
  const missing = chosen.filter((name) => scenarios[name] === null).map(notBuilt);
  if (missing.length === chosen.length) return {kind: 'refusal', findings: missing};
  const unseen = config.nodes.controllers
    .map(({hostname}) => hostname)
    .filter((host) => readingOf(snapshot, 'reach', host).kind !== 'seen')
    .map((host): Finding => unseenController(host, readingOf(snapshot, 'reach', host)));
  if (unseen.length > 0) return {kind: 'refusal', findings: unseen};
  const parts = chosen.map((name) => scenarios[name]?.(config, snapshot, input.webUser ?? null) ?? nothing);
  const disabled = chosen
    .filter((name, index) => scenarios[name] !== null && parts[index]?.steps.length === 0)
    .map(notEnabled);
  const notRun = [...missing, ...disabled];
  // A run of no step would end well, and somebody would take it for a test that passed.
  if (parts.every(({steps}) => steps.length === 0)) return {kind: 'refusal', findings: notRun};
  return {kind: 'plan', plan: compose(config, input, parts, notRun)};
}

function compose(
  config: ClusterConfig,
  {test, webUser}: TestInput,
  parts: readonly Scenario[],
  notRun: readonly Finding[],
): Plan {
  const interrupted = parts.map(({interrupts}) => interrupts).find((host) => host !== null) ?? null;
  const used = new Set(parts.flatMap(({steps}) => steps.map(({stage}) => stage)));
  return {
    action: 'test',
    title: `test ${test} of ${config.cluster.name}`,
    danger: interrupted === null ? 'safe' : 'disruptive',
    target: interrupted ?? config.cluster.name,
    stages: parts.flatMap(({stages}) => stages).filter(({id}) => used.has(id)),
    steps: parts.flatMap(({steps}) => steps),
    mayLose:
      interrupted === null
        ? 'Nothing: it writes its own files, rows, keys, jobs and users, and takes them away.'
        : 'Connections to the virtual address: it moves away and back, each time within a fraction of a second.',
    notes: [...parts.flatMap(({notes}) => notes), ...notRun],
    decidedBy: {
      test,
      ...(webUser === undefined ? {} : {webUser}),
      owner: interrupted ?? '',
      hosts: controllersOf(config, 'keepalived')
        .map(({hostname}) => hostname)
        .join(' '),
    },
  };
}

function notBuilt(name: TestName): Finding {
  return {code: 'TestNotBuilt', level: 'info', where: 'cluster', params: {test: name}};
}

function notEnabled(name: TestName): Finding {
  return {code: 'TestNotEnabled', level: 'info', where: 'cluster', params: {test: name}};
}

function unseenController(host: string, reading: ReturnType<typeof readingOf<'reach'>>): Finding {
  const why = reading.kind === 'lost' ? reading.error.what : 'it was not looked at';
  return {code: 'ControllerUnseen', level: 'critical', where: host, service: 'host', params: {why}};
}

export const testAction: Action<TestInput> = {id: 'test', needs: testNeeds, plan: planTest};
