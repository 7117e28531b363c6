// The web services of one controller under load (issue 5, done-when 4): 500 sockets and 200 requests a second, on a deployed lab.

import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {execa} from 'execa';
import type {Lab} from '../../src/lab/handle.ts';
import {machineNamespace} from '../../src/lab/naming.ts';
import {projectRoot} from '../build/bundle.ts';
import type {Figure} from './console-figures.ts';
import type {LoadJob, LoadResult} from './web-load/load-job.ts';
import {endPeople, makePeople, networkOfPeople, on} from './web-load/people.ts';
import {type Asked, askedSoFar, type ServiceCost, watchServices} from './web-load/service-costs.ts';

type Given = {readonly lab: Lab; readonly figure: Figure; readonly node: string};

const host = 'server1';
/** The compute node's network is where the people sit. */
const desk = 'node001';
const withHomes = 24;
const seconds = 60;

export type WebLoad = {
  readonly rounds: number;
  readonly sockets: number;
  /** Requests a second, each measured in turn: where it stops to hold says more than that it does not. */
  readonly rates: readonly number[];
};
/** The generator shares the processors with three controllers; being late itself would be counted as theirs. */
const generatorNice = '-5';

/**
 * Everything goes through the controller's own nginx and TLS, from five hundred addresses of a network behind the compute node: one
 * address of each of the people, so that the limits of requests are in force and nobody meets them.
 */
export async function webFigures(given: Given, {rounds, sockets, rates}: WebLoad): Promise<void> {
  const {lab, figure} = given;
  const {index, machines} = await lab.state();
  const address = machines.find(({name}) => name === host)?.address ?? '';
  const ways = await openWays(index, machines.find(({name}) => name === desk)?.address ?? '');
  try {
    const people = await makePeople(lab, host, Math.max(withHomes, sockets), withHomes);
    const quiet = await whileJobsRun(lab, () =>
      measured(lab, () => new Promise((go) => setTimeout(go, seconds * 1000))),
    );
    tellCosts(figure, 'nobody looks', quiet);
    const job: LoadJob = {
      ...{site: `https://${address}`, origin: people.origin, visitors: people.visitors, sockets},
      ...{seconds, rampPerSecond: 25},
    };
    const generator = startGenerator(given.node, index, job);
    try {
      await generator.ready();
      const turns = Array.from({length: rounds}, (_, n) =>
        rates.map((rate) => ({rate, title: `${rate} r/s, ${n + 1}`})),
      );
      for (const {rate, title} of turns.flat()) {
        const loaded = await whileJobsRun(lab, () => measured(lab, () => generator.round(rate)));
        tellLoad(figure, title, loaded.value);
        tellCosts(figure, title, loaded);
        figure(
          `${title}: looks a minute, with clients / without`,
          loaded.looksAMinute / quiet.looksAMinute,
          'ratio',
          'about 1',
        );
      }
    } finally {
      generator.end();
    }
  } finally {
    await ways.close();
    await endPeople(lab, host, withHomes);
  }
}

type Measured<T> = {
  readonly value: T;
  readonly costs: ReadonlyMap<string, ServiceCost>;
  readonly looksAMinute: number;
  readonly clients: number;
};

async function measured<T>(lab: Lab, work: () => Promise<T>): Promise<Measured<T>> {
  const before = await askedSoFar(lab, host);
  const costs = watchServices(lab, host, seconds);
  const value = await work();
  const after: Asked = await askedSoFar(lab, host);
  const minutes = (after.at - before.at) / 60_000;
  return {value, costs: await costs, looksAMinute: (after.looks - before.looks) / minutes, clients: after.clients};
}

/**
 * A job every other second, so that there is something to tell; the same with and without clients. By one session: signing in by ssh every
 * two seconds would be a load of its own.
 */
async function whileJobsRun<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  const mark = '/run/hpcha-bench-jobs';
  const one = 'sbatch -Q -o /dev/null --wrap "sleep 1" || sleep 2; sleep 2';
  // Not on the controller that is measured, where there is another.
  const {machines} = await lab.state();
  const from = machines.find(({name}) => name !== host && name !== desk)?.name ?? host;
  await on(lab, from, `touch ${mark}`);
  const submitting = on(lab, from, `for n in $(seq 100); do [ -e ${mark} ] || break; ${one}; done`);
  // Awaited at the end: until then its failure is nobody's rejection.
  submitting.catch(() => undefined);
  try {
    return await work();
  } finally {
    await on(lab, from, `rm -f ${mark}`);
    await submitting;
  }
}

async function openWays(index: number, gateway: string): Promise<{readonly close: () => Promise<void>}> {
  const here = machineNamespace(index, desk);
  const there = machineNamespace(index, host);
  // Every address of that network is this machine's own: it may be connected from without being set.
  await execa('ip', ['-n', here, 'route', 'replace', 'local', networkOfPeople, 'dev', 'lo']);
  await execa('ip', ['-n', there, 'route', 'replace', networkOfPeople, 'via', gateway]);
  return {
    close: async () => {
      await execa('ip', ['-n', there, 'route', 'del', networkOfPeople], {reject: false});
      await execa('ip', ['-n', here, 'route', 'del', 'local', networkOfPeople, 'dev', 'lo'], {reject: false});
    },
  };
}

function startGenerator(node: string, index: number, job: LoadJob) {
  const program = `${projectRoot}/scripts/bench/web-load/generator.ts`;
  const argv = ['netns', 'exec', machineNamespace(index, desk), 'nice', '-n', generatorNice, node, program];
  const child = spawn('ip', argv, {stdio: ['pipe', 'pipe', 'inherit']});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const {value, done} = await lines.next();
    if (done === true) throw new Error('the generator has ended');
    return value;
  };
  child.stdin.write(`${JSON.stringify(job)}\n`);
  return {
    ready: async (): Promise<void> => void (await next()),
    round: async (requestsPerSecond: number): Promise<LoadResult> => {
      child.stdin.write(`go ${requestsPerSecond}\n`);
      return JSON.parse(await next());
    },
    end: () => void child.stdin.end('end\n'),
  };
}

function tellLoad(
  figure: Figure,
  title: string,
  {requests, answers, sockets, loopDelay, cpuSeconds}: LoadResult,
): void {
  for (const [kind, spread] of Object.entries(requests)) {
    const others = `p50 ${spread.p50.toFixed(1)}, p95 ${spread.p95.toFixed(1)}, most ${spread.max.toFixed(0)}, of ${spread.count}`;
    figure(`${title}: requests, ${kind}, p99`, spread.p99, 'ms', `${kind === 'all' ? 'at most 100; ' : ''}${others}`);
  }
  figure(
    `${title}: answers other than 200`,
    sumOf(answers, (name) => !name.endsWith(' 200')),
    '',
    JSON.stringify(answers),
  );
  figure(
    `${title}: sockets open`,
    sockets.open,
    '',
    `closed ${sockets.closed}; joined within ${sockets.joined.p99.toFixed(0)} ms (p99)`,
  );
  figure(
    `${title}: from a judgement to its delta at a client, p99`,
    sockets.deltas.p99,
    'ms',
    `p50 ${sockets.deltas.p50.toFixed(0)}, of ${sockets.deltas.count}`,
  );
  figure(`${title}: events at all clients`, sockets.events, '', `${(sockets.bytes / 2 ** 20).toFixed(1)} MiB in all`);
  figure(
    `${title}: the generator's own delay, p99`,
    loopDelay.p99,
    'ms',
    `most ${loopDelay.max.toFixed(0)}; ${((cpuSeconds / seconds) * 100).toFixed(0)} % of a core`,
  );
}

function sumOf(answers: Readonly<Record<string, number>>, counts: (name: string) => boolean): number {
  return Object.entries(answers).reduce((sum, [name, count]) => sum + (counts(name) ? count : 0), 0);
}

function tellCosts(figure: Figure, title: string, {costs, looksAMinute, clients}: Measured<unknown>): void {
  for (const [name, cost] of costs) {
    const others = `group ${cost.group.toFixed(0)}, own ${cost.own.toFixed(0)}, ${cost.cpu.toFixed(1)} % of a core`;
    figure(`${title}: ${name}, resident`, cost.resident, 'MiB', `at most 300; ${others}`);
  }
  figure(`${title}: looks a minute on ${host}`, looksAMinute, '', `${clients} clients`);
}
