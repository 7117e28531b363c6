// The command `status`: one look at the cluster, judged; its exit code is the verdict.

import type {ClusterConfig} from '../config/schema.ts';
import {withStanding} from '../model/drill/standing.ts';
import {HpchaError} from '../model/error.ts';
import {exitCodeOf} from '../model/level.ts';
import type {Language} from '../model/message.ts';
import type {Instant} from '../model/reading.ts';
import {type ServiceId, services} from '../model/service.ts';
import {lookTwice} from '../probes/look-twice.ts';
import {lookProbes, probesOf} from '../probes/registry.ts';
import type {Transport} from '../transport/host.ts';
import {makePaint} from './paint.ts';
import {readStanding} from './standing-drills.ts';
import {statusJson} from './status-json.ts';
import {statusText} from './status-text.ts';

export type StatusDeps = {
  readonly config: ClusterConfig;
  readonly transport: Pick<Transport, 'connection'>;
  readonly now: () => Instant;
  readonly stdout: (text: string) => void;
  readonly stdoutIsTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

export type StatusOptions = {
  readonly all?: boolean;
  readonly service?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly lang?: Language;
  /** Seconds; no probe takes longer. */
  readonly timeout?: number;
};

/** Prints one judged look and resolves to its exit code: 0 ok, 1 warning, 2 critical, 3 unknown. */
export async function runStatus(deps: StatusDeps, options: StatusOptions): Promise<0 | 1 | 2 | 3> {
  const only = options.service === undefined ? undefined : serviceNamed(options.service);
  const probes = only === undefined ? lookProbes : probesOf(only);
  const [looked, standing] = await Promise.all([
    lookTwice(probes, collectDeps(deps, options), deps.signal),
    readStanding(deps.config.cluster.name, deps.env),
  ]);
  const judgement = withStanding(
    looked.judgement,
    standing.filter(({service}) => only === undefined || service === only),
  );
  // Cancelled half-way: what was not read is lost, and a verdict on that would be about us, not about the cluster.
  if (deps.signal.aborted) throw new HpchaError({code: 'cancelled', where: 'status', what: 'cancelled'});
  const language = options.lang ?? 'en';
  if (options.json === true) deps.stdout(`${statusJson(judgement)}\n`);
  else {
    const paint = makePaint({tty: deps.stdoutIsTty, color: options.color ?? true, noColor: deps.env['NO_COLOR']});
    const shown = only === undefined ? {} : {only};
    deps.stdout(statusText(judgement, {language, paint, all: options.all === true, ...shown}));
  }
  return exitCodeOf(judgement.level);
}

function collectDeps(deps: StatusDeps, options: StatusOptions): Parameters<typeof lookTwice>[1] {
  const {config, transport, now} = deps;
  return {config, transport, now, ...(options.timeout === undefined ? {} : {timeoutMs: options.timeout * 1000})};
}

function serviceNamed(name: string): ServiceId {
  const found = services.find((id) => id === name);
  if (found !== undefined) return found;
  throw new HpchaError({
    code: 'usage',
    where: 'status',
    what: `there is no service ${name}`,
    hint: `one of ${services.join(', ')}`,
  });
}
