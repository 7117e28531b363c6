// The WebSocket of the test's back end: snapshots, deltas and events when the test says so, and silence when it says so.

import type {FastifyInstance} from 'fastify';
import type {WebSocket} from 'ws';
import {parseClientMessage} from '../../../src/web/realtime/client-message.ts';
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
  /** So long passes before whoever connects is greeted. */
  readonly slow: (ms: number) => void;
  /** What clients sent, newest last. */
  readonly heard: readonly string[];
  readonly stop: () => void;
};

export function addLive(app: FastifyInstance, world: World): Live {
  const clients = new Set<WebSocket>();
  const events: {readonly id: string; readonly event: object}[] = [];
  const heard: string[] = [];
  let [moment, seq, silent, cut, slow]: [Moment, number, boolean, boolean, number] = ['calm', 1, false, false, 0];
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
    socket.on('close', () => clients.delete(socket));
    socket.on('message', (data) => {
      const message = parseClientMessage(String(data));
      // As the service does it: what it does not understand ends the connection.
      if (message === undefined) return socket.close(1008, 'not understood');
      if (message.type === 'ping') return send(socket, {type: 'pong'});
      heard.push(String(data));
      const {after} = message;
      const missed = after === undefined ? [] : events.slice(events.findIndex(({id}) => id === after) + 1);
      for (const {id, event} of missed) send(socket, {type: 'event', id, event});
    });
    setTimeout(() => {
      clients.add(socket);
      send(socket, {type: 'hello', node: 'server1', cluster: 'lab', seq, last: events.at(-1)?.id ?? '0-0'});
      send(socket, snapshot());
    }, slow);
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
    slow: (ms) => {
      slow = ms;
    },
    cut: (value) => {
      cut = value;
      if (value) for (const client of clients) client.terminate();
    },
    stop: () => clearInterval(timer),
  };
}
