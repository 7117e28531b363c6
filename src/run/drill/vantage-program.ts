// The watcher on a controller: this program, started there for one drill, with the same canaries straight over the network.

import {execFile} from 'node:child_process';
import {closeSync, fdatasyncSync, openSync, writeSync} from 'node:fs';
import {mkdir, open} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {HpchaError} from '../../model/error.ts';
import {Secret} from '../../model/secret.ts';
import {NetworkLink} from '../../transport/network-link.ts';
import {RedisClient} from '../../transport/redis-client.ts';
import {mariadbPort, mariadbSocket, SqlClient} from '../../transport/sql-client.ts';
import {insertSql, jobArgv, wireName} from './canary-data.ts';
import {runKnocks} from './knock-stream.ts';
import {redisCanary} from './redis-canary.ts';
import {type Canary, type Recorded, runStream} from './stream.ts';
import {orderSchema, type VantageLine, type VantageOrder} from './vantage-order.ts';
import {runVisits} from './web-stream.ts';

/** Reads its order from `text` and watches until `stop` aborts or its time is over. Every attempt is in its journal before it is told. */
export async function runVantage(text: string, tell: (line: string) => void, stop: AbortSignal): Promise<void> {
  const order = orderSchema.parse(JSON.parse(text));
  await mkdir(dirname(order.journal), {recursive: true, mode: 0o700});
  const journal = openSync(order.journal, 'a', 0o600);
  const sync = setInterval(() => fdatasyncSync(journal), 1_000);
  const ending = AbortSignal.any([stop, AbortSignal.timeout(order.mostMs)]);
  const say = (index: number, {seq, from, to, result, why}: Recorded): void => {
    const line: VantageLine = {i: index, n: seq, a: from, b: to, r: result, ...(why === undefined ? {} : {w: why})};
    const words = JSON.stringify(line);
    writeSync(journal, `${words}\n`);
    tell(`${words}\n`);
  };
  try {
    await Promise.all(
      order.streams.map((stream) => watchOne(order, stream, (attempt) => say(stream.index, attempt), ending)),
    );
  } finally {
    clearInterval(sync);
    fdatasyncSync(journal);
    closeSync(journal);
  }
}

type OrderedStream = VantageOrder['streams'][number];

async function watchOne(
  order: VantageOrder,
  stream: OrderedStream,
  record: (attempt: Recorded) => void,
  stop: AbortSignal,
): Promise<void> {
  if (stream.kind === 'knock') return runKnocks(order.vip, stream, record, stop);
  if (stream.kind === 'web') return runVisits(order.vip, stream, record, stop);
  return runStream(await canaryOf(order, stream), stream, record, stop);
}

async function canaryOf(order: VantageOrder, {kind, index, timeoutMs}: OrderedStream): Promise<Canary> {
  switch (kind) {
    case 'sql':
      return sqlCanary(
        new SqlClient(new NetworkLink('localhost', '127.0.0.1', 1_000), {
          target: {kind: 'unix', path: mariadbSocket},
          account: async () => ({user: 'root'}),
          prepare: [],
        }),
        ...([order.run, index, timeoutMs] as const),
      );
    case 'sql-vip': {
      const {user, password} = order.account;
      return sqlCanary(
        new SqlClient(new NetworkLink('vip', order.vip, 500), {
          target: {kind: 'tcp', port: mariadbPort},
          account: async () => ({user, password: new Secret(password)}),
          prepare: [],
        }),
        ...([order.run, index, timeoutMs] as const),
      );
    }
    case 'redis':
      return directRedis(order, index, timeoutMs);
    case 'file':
      return fileCanary(join(order.directory, wireName(index)));
    case 'job':
      return {
        close: () => undefined,
        write: (seq, signal) => runCommand(jobArgv(order.bin, order.run, index, seq), signal),
      };
    case 'knock':
    case 'web':
      throw new HpchaError({code: 'bug', where: 'vantage', what: 'asking is no writing'});
  }
}

function sqlCanary(client: SqlClient, run: string, index: number, timeoutMs: number): Canary {
  return {
    async write(seq, signal) {
      await client.query(insertSql(run, index, seq), timeoutMs, signal);
    },
    close: () => client.close(),
  };
}

function directRedis({redis, run}: VantageOrder, index: number, timeoutMs: number): Canary {
  const clients = new Map<string, RedisClient>();
  const password = redis.password === null ? undefined : new Secret(redis.password);
  const clientOf = (host: string, port: number): RedisClient => {
    const key = `${host} ${port}`;
    const known = clients.get(key);
    if (known !== undefined) return known;
    const address = redis.hosts.find(({name}) => name === host)?.address ?? host;
    const made = new RedisClient(new NetworkLink(host, address, timeoutMs), port, password);
    clients.set(key, made);
    return made;
  };
  const canary = redisCanary(
    (host, port, command, signal) => clientOf(host, port).command(command, timeoutMs, signal),
    ...([redis, run, index] as const),
  );
  return {
    write: canary.write,
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** O_EXCL, then file and directory fsynced, through the mount itself: a write that hangs hangs here. */
async function fileCanary(directory: string): Promise<Canary> {
  await mkdir(directory, {recursive: true});
  return {
    async write(seq) {
      const file = await open(join(directory, String(seq)), 'wx', 0o600);
      try {
        await file.writeFile(String(seq));
        await file.sync();
      } finally {
        await file.close();
      }
      const folder = await open(directory, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
    close: () => undefined,
  };
}

function runCommand([program, ...args]: readonly [string, ...string[]], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, {signal}, (error) => {
      if (error === null) resolve();
      else
        reject(new HpchaError({code: 'command', where: program, what: `ended with exit code ${String(error.code)}`}));
    });
  });
}
