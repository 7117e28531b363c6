// What one scenario of `test` is: stages that prove something end to end, and stages that take every trace of it away.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Argv} from '../../model/argv.ts';
import type {Check} from '../../model/check.ts';
import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {step} from '../step.ts';

/** The names that `--test` takes: those of the reference README's test chapter. */
export const testNames = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived', 'web', 'backup'] as const;
export type TestName = (typeof testNames)[number];

export type Scenario = {
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly notes: readonly Finding[];
  /** Host whose loss of the address everybody feels for a moment; null: nobody feels anything. */
  readonly interrupts: HostName | null;
};

/** `webUser`: the account that the web test acts as; null: its own. */
export type PlanScenario = (config: ClusterConfig, snapshot: Snapshot, webUser: string | null) => Scenario;

/** Ids of a scenario's stages begin with this, so that its result can be told from its steps. */
export function stageId(test: TestName, part: string): string {
  return `test-${test}-${part}`;
}

export function testOfStage(stage: string): TestName | undefined {
  return testNames.find((name) => stage.startsWith(`test-${name}-`));
}

/** Every scenario is begun whatever became of the others, and cleans up whatever became of itself. */
export function stage(test: TestName, part: string, title: string, mode: Stage['mode'] = 'parallel'): Stage {
  const cleans = part === 'clean' ? {when: 'always' as const} : {};
  return {id: stageId(test, part), title: `${test}: ${title}`, mode, group: test, ...cleans};
}

export type Act = {
  readonly on: HostName;
  readonly title: string;
  readonly argv: Argv;
  readonly before?: readonly Check[];
  readonly after?: readonly Check[];
  readonly timeoutMs?: number;
};

/** A step that proves by doing; it never counts as a change, because the scenario leaves things as they were. */
export function act(of: Stage, {argv, timeoutMs = 60_000, ...rest}: Act): Step {
  return step({...rest, stage: of.id, operation: {kind: 'verify', act: {via: 'exec', argv}}, timeoutMs});
}

export const nothing: Scenario = {stages: [], steps: [], notes: [], interrupts: null};
