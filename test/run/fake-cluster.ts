// A few hosts in memory, a clock that does not wait, and plans small enough to read.

import type {CheckResult} from '../../src/model/check.ts';
import type {Operation} from '../../src/model/operation.ts';
import type {Plan, Stage, Step} from '../../src/model/plan.ts';
import type {RunEventBody} from '../../src/model/run-event.ts';
import {Secret} from '../../src/model/secret.ts';
import type {Clock} from '../../src/run/clock.ts';
import type {ExecuteDeps} from '../../src/run/execute-plan.ts';
import {makePermit} from '../../src/run/permit.ts';
import type {AskCheck, CheckRegistry} from '../../src/transport/check-registry.ts';
import {FakeHost} from './fake-host.ts';

/** Sleeping only moves its hands, and lets everything that waits take its turn. */
export class FakeClock implements Clock {
  time = 1_000_000;
  readonly now = (): number => this.time;
  readonly sleep = async (ms: number): Promise<void> => {
    this.time += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
}

export class FakeCluster {
  readonly clock = new FakeClock();
  readonly hosts: ReadonlyMap<string, FakeHost>;
  readonly events: RunEventBody[] = [];
  readonly checks = new Map<string, AskCheck>();
  readonly secrets = new Map([['redis.password', new Secret('hunter2-secret')]]);
  stop: string | null = null;

  constructor(...names: readonly string[]) {
    this.hosts = new Map(names.map((name) => [name, new FakeHost(name)]));
  }

  host(name: string): FakeHost {
    const host = this.hosts.get(name);
    if (host === undefined) throw new Error(`no host ${name}`);
    return host;
  }

  /** A check that answers what the function says at that moment. */
  check(name: string, answer: (host: string) => CheckResult['holds']): void {
    this.checks.set(name, async ({host}) => {
      const holds = answer(host);
      return {holds, saw: `${host} says ${holds}`};
    });
  }

  deps(): ExecuteDeps {
    const checks: CheckRegistry = this.checks;
    const connection = (name: string) => this.host(name).connection();
    return {
      checks,
      clock: this.clock,
      secrets: this.secrets,
      permit: makePermit('test', 'hash'),
      connection,
      reader: (name) => connection(name).reader,
      inspector: (name) => connection(name).inspector,
      emit: (event) => {
        this.events.push(event);
      },
      stopRequested: () => this.stop,
    };
  }

  /** Results by step id, as the events told them. */
  results(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.events.flatMap((event) => (event.type === 'step-finished' ? [[event.step, event.result]] : [])),
    );
  }

  saw(step: string): string {
    const found = this.events.find((event) => event.type === 'step-finished' && event.step === step);
    return found?.type === 'step-finished' ? (found.saw ?? '') : '';
  }
}

export function stage(id: string, mode: Stage['mode'] = 'parallel', more: Partial<Stage> = {}): Stage {
  return {id, title: id, mode, ...more};
}

export function step(id: string, on: string, operation: Operation, more: Partial<Step> = {}): Step {
  return {id, stage: 's', on, title: `do ${id}`, operation, before: [], after: [], timeoutMs: 10_000, ...more};
}

export function plan(stages: readonly Stage[], steps: readonly Step[]): Plan {
  return {
    action: 'setup',
    title: 'set up test',
    danger: 'safe',
    target: 'test',
    stages,
    steps,
    mayLose: 'nothing',
    notes: [],
    decidedBy: {},
  };
}

export function file(path: string, content: string, more: {marks?: readonly string[]; mode?: string} = {}): Operation {
  return {kind: 'file', path, content: [content], mode: '0644', owner: 'root', group: 'root', ...more};
}

export const never = new AbortController().signal;
