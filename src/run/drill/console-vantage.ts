// The canaries of this machine: through the connections that it has to the controllers anyway.

import type {StreamSpec} from '../../model/drill/drill.ts';
import {HpchaError} from '../../model/error.ts';
import type {HostName} from '../../model/service.ts';
import {commandFailed, script} from '../operations/contract.ts';
import {fileDirectory, insertSql, jobArgv, wireName} from './canary-data.ts';
import type {DrillDeps} from './drill-deps.ts';
import {runKnocks} from './knock-stream.ts';
import {type RedisPlaces, redisCanary} from './redis-canary.ts';
import {type Canary, runStream} from './stream.ts';
import type {Watch} from './watch.ts';
import {runVisits} from './web-stream.ts';

/** Created with O_EXCL; file and directory are on disk before it is acknowledged. */
const writeFile = 'set -eC; printf %s "$2" > "$1/$2"; sync "$1/$2" "$1"';

/** Begins every stream of this vantage; resolves when `stop` aborts and all have ended. */
export async function watchFromConsole(
  watch: Watch,
  places: RedisPlaces,
  deps: DrillDeps,
  stop: AbortSignal,
): Promise<void> {
  const own = watch.streams.flatMap((stream, index) => (stream.vantage === 'console' ? [{stream, index}] : []));
  await Promise.all(
    own.map(async ({stream, index}) => {
      const record = (attempt: Parameters<Parameters<typeof runStream>[2]>[0]): void =>
        watch.record(stream.id, attempt);
      const {vip} = deps.support.config.network;
      if (stream.way.kind === 'knock') return runKnocks(vip, stream, record, stop);
      if (stream.way.kind === 'web') return runVisits(vip, stream, record, stop);
      return runStream(canaryOf(stream, index, places, deps), stream, record, stop);
    }),
  );
}

function canaryOf(stream: StreamSpec, index: number, places: RedisPlaces, deps: DrillDeps): Canary {
  const {way, timeoutMs} = stream;
  const {runId, permit, support} = deps;
  const on = (host: HostName) => deps.connection(host).writer;
  const close = (): void => undefined;
  switch (way.kind) {
    case 'sql':
      return {
        close,
        async write(seq, signal) {
          await on(way.host).sql(insertSql(runId, index, seq), permit, signal, {timeoutMs});
        },
      };
    case 'redis':
      return redisCanary(
        (host, port, command, signal) => on(host).redis(port, command, permit, signal),
        places,
        runId,
        index,
      );
    case 'file': {
      const directory = `${fileDirectory(support.config, runId)}/${wireName(index)}`;
      return {
        close,
        write: (seq, signal) =>
          mustEndWell(way.host, script('hpcha-drill-file', writeFile, directory, String(seq)), timeoutMs, deps, signal),
      };
    }
    case 'job': {
      const bin = support.config.slurm.prefix === undefined ? '' : `${support.config.slurm.prefix}/bin/`;
      return {
        close,
        write: (seq, signal) => mustEndWell(way.host, jobArgv(bin, runId, index, seq), timeoutMs, deps, signal),
      };
    }
    case 'knock':
    case 'web':
    case 'sql-vip':
      throw new HpchaError({code: 'bug', where: stream.id, what: 'this machine has no such way'});
  }
}

async function mustEndWell(
  host: HostName,
  argv: readonly [string, ...string[]],
  timeoutMs: number,
  deps: DrillDeps,
  signal: AbortSignal,
): Promise<void> {
  const output = await deps.connection(host).writer.run(argv, deps.permit, {timeoutMs}, signal);
  if (output.exitCode !== 0) throw commandFailed(host, argv, output);
}
