// The load of many browsers in one process: sockets that listen, requests at a fixed rate; told by lines on stdin (`go`, with requests a second, and `end`).

import {request as plainRequest} from 'node:http';
import {Agent as SecureAgent, request as secureRequest} from 'node:https';
import {monitorEventLoopDelay, performance} from 'node:perf_hooks';
import {createInterface} from 'node:readline';
import {type LoadJob, type LoadResult, type Spread, spreadOf, type Visitor} from './load-job.ts';
import {listen, type Sockets} from './sockets.ts';

const lines = createInterface({input: process.stdin})[Symbol.asyncIterator]();
const job: LoadJob = JSON.parse(await nextLine());
const secure = job.site.startsWith('https:');
/** Of the timer that measures how late this process itself is. */
const resolutionMs = 2;
const agents = new Map<string, SecureAgent>();

async function nextLine(): Promise<string> {
  const {value, done} = await lines.next();
  if (done === true) throw new Error('the bench went away');
  return value;
}

function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function agentOf({from}: Visitor): SecureAgent {
  const known = agents.get(from);
  if (known !== undefined) return known;
  const made = new SecureAgent({keepAlive: true, maxSockets: 6});
  agents.set(from, made);
  return made;
}

/** Resolves to the status; 0: there was no answer. */
function get(visitor: Visitor, path: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = {cookie: `__Host-hpcha_access=${visitor.token}`};
    const common = {headers, signal: AbortSignal.timeout(20_000)};
    const tls = {agent: agentOf(visitor), localAddress: visitor.from, rejectUnauthorized: false};
    const asked = secure
      ? secureRequest(`${job.site}${path}`, {...common, ...tls})
      : plainRequest(`${job.site}${path}`, common);
    asked.once('error', () => resolve(0));
    asked.once('response', (answer) => {
      answer.resume();
      answer.once('error', () => resolve(0));
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.end();
  });
}

const charts = ['hpcha_host_load1', 'hpcha_host_memory_bytes', 'hpcha_service_verdict', 'hpcha_tolerance'];
const withHomes = job.visitors.filter(({home}) => home !== null);
const operators = job.visitors.filter(({operator}) => operator);
const pick = <T>(from: readonly T[], n: number): T => {
  const one = from[n % from.length];
  if (one === undefined) throw new Error('nobody is there');
  return one;
};

type Asked = {readonly kind: string; readonly visitor: Visitor; readonly path: string};

/** The five kinds in turn, each by the next of those who may. */
function nth(n: number): Asked {
  const turn = Math.floor(n / 5);
  const anybody = pick(job.visitors, turn * 7);
  switch (n % 5) {
    case 0:
      return {kind: 'me', visitor: anybody, path: '/api/auth/me'};
    case 1:
      return {kind: 'jobs', visitor: pick(withHomes, turn), path: '/api/jobs?limit=50'};
    case 2: {
      const visitor = pick(withHomes, turn + 5);
      return {kind: 'files', visitor, path: `/api/files/list?path=${encodeURIComponent(visitor.home ?? '/')}`};
    }
    case 3:
      return turn % 2 === 0
        ? {kind: 'metrics', visitor: pick(operators, turn), path: '/api/monitoring/metrics'}
        : {kind: 'status', visitor: anybody, path: '/api/monitoring/status'};
    default: {
      const now = Math.floor(Date.now() / 1000);
      const metric = pick(charts, turn);
      return {
        kind: 'history',
        visitor: anybody,
        path: `/api/monitoring/history?metric=${metric}&from=${now - 3600}&to=${now}`,
      };
    }
  }
}

type Timed = {readonly kind: string; readonly ms: number; readonly status: number};

/** Asks at the times at which it is due, whether or not the answers before have come; late is late from when it was due. */
async function askSteadily(perSecond: number, seconds: number): Promise<readonly Timed[]> {
  const began = performance.now();
  const under: Promise<Timed>[] = [];
  for (let n = 0; n < perSecond * seconds; ) {
    const due = began + (n * 1000) / perSecond;
    if (performance.now() < due) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, due - performance.now())));
      continue;
    }
    const {kind, visitor, path} = nth(n);
    under.push(get(visitor, path).then((status) => ({kind, status, ms: performance.now() - due})));
    n += 1;
  }
  return Promise.all(under);
}

/** Everybody's connection, and every helper, is there before it is measured; answers do not count. */
async function warmUp(): Promise<void> {
  for (const [n, visitor] of job.visitors.entries()) {
    const asked = get(visitor, '/api/auth/me');
    if (n % job.rampPerSecond === job.rampPerSecond - 1) await asked;
    await new Promise((resolve) => setTimeout(resolve, 1000 / job.rampPerSecond));
  }
  for (const visitor of withHomes) {
    await get(visitor, `/api/files/list?path=${encodeURIComponent(visitor.home ?? '/')}`);
    await get(visitor, '/api/jobs?limit=50');
  }
}

function resultOf(timed: readonly Timed[], sockets: Sockets, loopDelay: Spread, cpuSeconds: number): LoadResult {
  const kinds = [...new Set(timed.map(({kind}) => kind))];
  const answers: Record<string, number> = {};
  for (const {kind, status} of timed) answers[`${kind} ${status}`] = (answers[`${kind} ${status}`] ?? 0) + 1;
  const msOf = (kind: string | null): readonly number[] =>
    timed.flatMap((one) => (kind === null || one.kind === kind ? [one.ms] : []));
  return {
    requests: Object.fromEntries([['all', spreadOf(msOf(null))], ...kinds.map((kind) => [kind, spreadOf(msOf(kind))])]),
    answers,
    sockets: sockets.figures(),
    loopDelay,
    cpuSeconds,
  };
}

const sockets = await listen(job);
await warmUp();
say({ready: true});
for (let word = await nextLine(); word !== 'end'; word = await nextLine()) {
  const requestsPerSecond = Number(word.split(' ')[1]);
  sockets.begin();
  // A round of steady requests that is not counted: what it finds cold is not the load's.
  await askSteadily(requestsPerSecond, 5);
  sockets.begin();
  const histogram = monitorEventLoopDelay({resolution: resolutionMs});
  histogram.enable();
  const cpu = process.cpuUsage();
  const timed = await askSteadily(requestsPerSecond, job.seconds);
  const used = process.cpuUsage(cpu);
  histogram.disable();
  // The histogram counts the whole interval of its own timer.
  const late = (q: number): number => Math.max(0, histogram.percentile(q) / 1e6 - resolutionMs);
  const loopDelay = {count: histogram.count, p50: late(50), p95: late(95), p99: late(99), max: late(100)};
  say(resultOf(timed, sockets, loopDelay, (used.user + used.system) / 1e6));
}
sockets.close();
for (const agent of agents.values()) agent.destroy();
process.stdin.destroy();
