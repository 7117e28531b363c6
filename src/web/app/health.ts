// `/healthz` of a service: what it needs, asked at most once a second however many ask, each check with a time limit.

import type {WebApp} from './web-app.ts';

export type HealthCheck = {
  /** `true`: without it the service is of no use, and `/healthz` answers 503. */
  readonly essential: boolean;
  /** Rejects when what is checked does not work. Cut off after two seconds. */
  readonly check: () => Promise<void>;
};

export type HealthAnswer = {
  readonly service: string;
  readonly status: 'ok' | 'degraded' | 'failed';
  readonly version: string;
  readonly node: string;
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
};

export type Health = {
  readonly add: (name: string, check: HealthCheck) => void;
  readonly ask: () => Promise<HealthAnswer>;
};

const trustMs = 1000;
const checkMs = 2000;

export function makeHealth(
  about: {readonly service: string; readonly version: string; readonly node: string},
  now: () => number,
): Health {
  const checks = new Map<string, HealthCheck>();
  let last: {readonly at: number; readonly answer: Promise<HealthAnswer>} | undefined;
  const askNow = async (): Promise<HealthAnswer> => {
    const results = await Promise.all([...checks].map(async ([name, one]) => ({name, one, ok: await holds(one)})));
    const failed = results.filter(({ok}) => !ok);
    const status = failed.some(({one}) => one.essential) ? 'failed' : failed.length > 0 ? 'degraded' : 'ok';
    return {...about, status, checks: Object.fromEntries(results.map(({name, ok}) => [name, ok ? 'ok' : 'failed']))};
  };
  return {
    add: (name, check) => void checks.set(name, check),
    ask: () => {
      if (last === undefined || now() - last.at >= trustMs) last = {at: now(), answer: askNow()};
      return last.answer;
    },
  };
}

async function holds(one: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkMs);
  });
  try {
    return await Promise.race([one.check().then(() => true), tooLong]);
  } catch {
    // The check says that it does not hold by rejecting; why is in the log of whoever checks.
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Below the service's path for the browser's side of nginx, and at the root for whoever asks the port itself. */
export function serveHealth(app: WebApp, health: Health, paths: readonly string[]): void {
  for (const path of new Set(paths)) {
    app.get(path, {schema: {hide: true}, config: {rateLimit: false}}, async (_request, reply) => {
      const answer = await health.ask();
      return reply.status(answer.status === 'failed' ? 503 : 200).send(answer);
    });
  }
}
