// The second vantage: starts the watcher on a controller, and brings its times to this process's clock.

import {toHpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {bringProgram} from './bring-program.ts';
import {canaryUser, fileDirectory} from './canary-data.ts';
import type {DrillDeps} from './drill-deps.ts';
import type {RedisPlaces} from './redis-canary.ts';
import {parseLine, type VantageLine, type VantageOrder, vantageVersion} from './vantage-order.ts';
import type {Watch} from './watch.ts';

export type ControllerVantage = {
  /** null: it watches. Otherwise why it does not. */
  readonly why: string | null;
  /** Ends the watcher and waits for its last line. */
  stop(): Promise<void>;
  /** Clock of the watcher minus ours, from the line that was shortest on its way; null before the first. */
  offset(): number | null;
};

export type VantageWish = {
  readonly host: HostName;
  readonly password: string;
  readonly places: RedisPlaces;
  readonly mostMs: number;
};

/** Never rejects: a drill with one vantage is a drill, and its report says why there was one. */
export async function watchFromController(
  wish: VantageWish,
  watch: Watch,
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<ControllerVantage> {
  const program = deps.support.program();
  if (program.path === null) return none(program.why);
  try {
    const path = await bringProgram(program.path, wish.host, deps, signal);
    return start(path, wish, watch, deps, signal);
  } catch (thrown) {
    return none(toHpchaError(thrown, wish.host).message);
  }
}

function none(why: string): ControllerVantage {
  return {why, stop: async () => undefined, offset: () => null};
}

function start(path: string, wish: VantageWish, watch: Watch, deps: DrillDeps, signal: AbortSignal): ControllerVantage {
  const {host, mostMs} = wish;
  const unit = `hpcha-drill-${deps.runId}-watch`;
  const seconds = Math.ceil(mostMs / 1000) + 10;
  const argv = [
    ...(['systemd-run', '--quiet', '--collect', '--pipe', '--wait', `--unit=${unit}`] as const),
    ...[`--property=RuntimeMaxSec=${seconds}`, '--property=KillSignal=SIGTERM', path, '__vantage'],
  ] as const;
  const clock = new ClockMap();
  const take = (text: string): void => {
    const line = parseLine(text);
    const stream = line === null ? undefined : watch.streams[line.i];
    if (line !== null && stream !== undefined) watch.record(stream.id, clock.bring(line));
  };
  const {writer} = deps.connection(host);
  const stdin = JSON.stringify(orderOf(wish, watch, deps));
  const running = writer
    .run(argv, deps.permit, {stdin, timeoutMs: mostMs + 30_000, onLine: take}, signal)
    .catch((thrown: unknown) => deps.progress(`the watcher on ${host}: ${toHpchaError(thrown, host).message}`));
  return {
    why: null,
    offset: () => clock.offset,
    async stop() {
      const end = ['systemctl', 'stop', `${unit}.service`] as const;
      await writer
        .run(end, deps.permit, {timeoutMs: 15_000}, AbortSignal.timeout(20_000))
        .catch((thrown: unknown) => deps.progress(`the watcher on ${host}: ${toHpchaError(thrown, host).message}`));
      await running;
    },
  };
}

function orderOf({host, password, places, mostMs}: VantageWish, watch: Watch, deps: DrillDeps): VantageOrder {
  const {config} = deps.support;
  const secret = deps.secrets.get('redis.password');
  return {
    version: vantageVersion,
    run: deps.runId,
    vip: config.network.vip,
    streams: watch.streams.flatMap(({vantage, way, periodMs, timeoutMs}, index) =>
      vantage === 'controller' ? [{index, kind: way.kind, periodMs, timeoutMs}] : [],
    ),
    account: {user: canaryUser, password},
    redis: {...places, hosts: [...places.hosts], asked: [...places.asked], password: secret?.reveal() ?? null},
    directory: fileDirectory(config, deps.runId),
    bin: config.slurm.prefix === undefined ? '' : `${config.slurm.prefix}/bin/`,
    journal: `/var/lib/hpcha/drill/${deps.runId}/${host}.jsonl`,
    mostMs,
  };
}

/**
 * Two monotonic clocks have a constant difference. A line cannot arrive before it was sent: the smallest (arrival − sent) over all
 * lines is that difference plus the shortest way, a millisecond or less on one network. Wall clocks are never compared.
 */
export class ClockMap {
  offset: number | null = null;

  bring({n, a, b, r, w}: VantageLine, arrivedAt = performance.now()) {
    const seen = arrivedAt - b;
    this.offset = this.offset === null ? seen : Math.min(this.offset, seen);
    const shift = this.offset;
    return {seq: n, from: a + shift, to: b + shift, result: r, ...(w === undefined ? {} : {why: w})};
  }
}
