// The sockets of the load: each of a visitor of its own, all listening to everything; notes when what was judged arrives.

import {performance} from 'node:perf_hooks';
import {WebSocket} from 'ws';
import {type LoadJob, type LoadResult, spreadOf, type Visitor} from './load-job.ts';

export type Sockets = {
  /** Forgets what was noted so far. */
  readonly begin: () => void;
  readonly figures: () => LoadResult['sockets'];
  readonly close: () => void;
};

/** Opens them at the job's pace; resolves when every one has its first snapshot. */
export async function listen(job: LoadJob): Promise<Sockets> {
  const joined: number[] = [];
  let deltas: number[] = [];
  let [events, bytes, closed] = [0, 0, 0];
  const hear = (data: Buffer, onSnapshot: () => void): void => {
    bytes += data.length;
    // Only the head of a frame is read: five hundred browsers would not share one processor either.
    const head = data.toString('latin1', 0, 120);
    if (head.startsWith('{"type":"delta"')) deltas.push(Date.now() - Number(/"at":(\d+)/.exec(head)?.[1]));
    else if (head.startsWith('{"type":"event"')) events += 1;
    else if (head.startsWith('{"type":"snapshot"')) onSnapshot();
  };
  const open = (visitor: Visitor): Promise<WebSocket> => {
    const began = performance.now();
    const socket = new WebSocket(`${job.site.replace(/^http/, 'ws')}/ws`, {
      headers: {cookie: `__Host-hpcha_access=${visitor.token}`, origin: job.origin},
      localAddress: visitor.from,
      rejectUnauthorized: false,
      perMessageDeflate: false,
    });
    return new Promise((resolve, reject) => {
      let there = false;
      socket.on('open', () => socket.send('{"type":"subscribe","events":["jobs","runs","alerts"]}'));
      socket.on('message', (data: Buffer) =>
        hear(data, () => {
          if (!there) joined.push(performance.now() - began);
          there = true;
          resolve(socket);
        }),
      );
      socket.on('error', reject);
      socket.on('close', (code) => {
        closed += 1;
        reject(new Error(`a socket was closed with ${code}`));
      });
    });
  };
  const all: Promise<WebSocket>[] = [];
  for (let n = 0; n < job.sockets; n += 1) {
    const visitor = job.visitors[n % job.visitors.length];
    if (visitor !== undefined) all.push(open(visitor));
    await new Promise((resolve) => setTimeout(resolve, 1000 / job.rampPerSecond));
  }
  const sockets = await Promise.all(all);
  return {
    begin: () => {
      deltas = [];
      [events, bytes] = [0, 0];
    },
    figures: () => ({
      open: sockets.filter((socket) => socket.readyState === socket.OPEN).length,
      closed,
      joined: spreadOf(joined),
      deltas: spreadOf(deltas),
      events,
      bytes,
    }),
    close: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}
