// The WebSocket of the test's back end: snapshots, deltas and events when the test says so, and silence when it says so.

import type {FastifyInstance} from 'fastify';
import type {WebSocket} from 'ws';
import {signedIn} from './auth.ts';
import type {Moment, World} from './world.ts';
import {statusAt} from './world.ts';

export type Live = {
  /** From now on the cluster is told to be like that. */
  readonly show: (moment: Moment) => void;
  readonly tell: (event: object) => void;
  /** Nothing more is sent, connections stay open. */
  readonly silence: (silent: boolean) => void;
  /** All connections end, and none is let in until `false`. */
  readonly cut: (cut: boolean) => void;
  /** What clients sent, newest last. */
  readonly heard: readonly string[];
  readonly stop: () => void;
};

export function addLive(app: FastifyInstance, world: World): Live {
  const clients = new Set<WebSocket>();
  const events: {readonly id: string; readonly event: object}[] = [];
  const heard: string[] = [];
  let [moment, seq, silent, cut]: [Moment, number, boolean, boolean] = ['calm', 1, false, false];
  const send = (client: WebSocket, frame: object): void => {
    if (!silent) client.send(JSON.stringify(frame));
  };
  const snapshot = (): object => {
    const at = Date.now();
    return {type: 'snapshot', seq, at, status: statusAt(moment, at)};
  };
  app.get('/ws', {websocket: true}, (socket, request) => {
    if (cut) return socket.close();
    signedIn(world, request);
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    socket.on('message', (data) => {
      heard.push(String(data));
      const {after} = JSON.parse(String(data)) as {readonly after?: string};
      const missed = after === undefined ? [] : events.slice(events.findIndex(({id}) => id === after) + 1);
      for (const {id, event} of missed) send(socket, {type: 'event', id, event});
    });
    send(socket, {type: 'hello', node: 'server1', cluster: 'lab', seq});
    send(socket, snapshot());
  });
  const timer = setInterval(() => {
    seq += 1;
    const at = new Date().toISOString();
    const patch = [{op: 'replace', path: '/at', value: at}];
    for (const client of clients) send(client, {type: 'delta', seq, from: seq - 1, at: Date.parse(at), patch});
  }, 2000);
  return {
    heard,
    show: (next) => {
      moment = next;
      seq += 1;
      for (const client of clients) send(client, snapshot());
    },
    tell: (event) => {
      const entry = {id: `${Date.now()}-${events.length}`, event};
      events.push(entry);
      for (const client of clients) send(client, {type: 'event', ...entry});
    },
    silence: (value) => {
      silent = value;
    },
    cut: (value) => {
      cut = value;
      if (value) for (const client of clients) client.terminate();
    },
    stop: () => clearInterval(timer),
  };
}
