// The WebSocket `/ws`: who may connect, what they may say, and when they have to sign in again.

import websocket, {type WebSocket} from '@fastify/websocket';
import type {WebApp, WebContext} from '../app/web-app.ts';
import type {Claims} from '../session/claims.ts';
import {askerOf} from '../session/gate.ts';
import {type ClientMessage, parseClientMessage} from './client-message.ts';
import type {LiveClient} from './live-client.ts';
import {eventTopics} from './live-event.ts';
import type {LiveHub} from './live-hub.ts';

/** Close codes from 4000 are ours (RFC 6455 §7.4.2); 4401: sign in again and come back, 1013: come back later. */
const signInAgain = 4401;
const tryLater = 1013;
const wrongWords = 1008;

const longestMessage = 4 * 1024;
/** A page says one or two things in its life, and asks after two silent seconds whether anybody is still there. */
const messagesPerMinute = 60;
const socketsPerSession = 20;
/** A session that was ended must not go on watching; the standing is trusted for five seconds anyway. */
const standingMs = 5_000;
const pingMs = 20_000;
/** The bytes are text; ws would take a Buffer for binary otherwise. */
const asText = {binary: false};

export async function serveSocket(app: WebApp, context: WebContext, hub: LiveHub): Promise<void> {
  const perSession = new Map<string, number>();
  await app.register(websocket, {options: {maxPayload: longestMessage, perMessageDeflate: false}});
  app.get(
    '/',
    {websocket: true, onRequest: context.gate.requireSocketUser, schema: {hide: true}},
    (socket, request) => {
      const {claims} = askerOf(request);
      const count = perSession.get(claims.sid) ?? 0;
      if (count >= socketsPerSession) {
        socket.close(tryLater, 'too many connections of one session');
        return;
      }
      perSession.set(claims.sid, count + 1);
      socket.once('close', () => {
        const left = (perSession.get(claims.sid) ?? 1) - 1;
        if (left > 0) perSession.set(claims.sid, left);
        else perSession.delete(claims.sid);
      });
      attend(socket, claims, context, hub);
    },
  );
}

function attend(socket: WebSocket, claims: Claims, context: WebContext, hub: LiveHub): void {
  const {settings, now} = context;
  const who = {role: claims.role, unix: claims.unix};
  const client = hub.join(who, {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame, asText);
    },
    buffered: () => socket.bufferedAmount,
    close: (code, reason) => socket.close(code, reason),
  });
  if (client === undefined) {
    socket.close(tryLater, 'too many connections');
    return;
  }
  const timers = [
    setTimeout(() => socket.close(signInAgain, 'the access token has ended'), Math.max(0, claims.exp * 1000 - now())),
    setInterval(() => void checkStanding(socket, claims, context), standingMs),
    keepHearing(socket),
  ];
  socket.on('message', listener(socket, client, context));
  socket.on('error', () => socket.terminate());
  socket.once('close', () => {
    for (const timer of timers) clearTimeout(timer);
    hub.leave(client);
  });
  client.begin({
    type: 'hello',
    node: settings.node,
    cluster: settings.cluster,
    seq: hub.seqOf(who),
    last: hub.lastId(),
  });
}

function listener(socket: WebSocket, client: LiveClient, {now}: WebContext): (data: {toString(): string}) => void {
  let heard = 0;
  let since = now();
  return (data) => {
    if (now() - since > 60_000) {
      heard = 0;
      since = now();
    }
    heard += 1;
    const message = heard > messagesPerMinute ? undefined : parseClientMessage(data.toString());
    if (message === undefined) {
      const error = {code: 'request-malformed', where: 'realtime', what: 'this is no message of /ws, or one too many'};
      socket.send(JSON.stringify({type: 'error', error}));
      socket.close(wrongWords, 'not understood');
      return;
    }
    obey(message, client, now());
  };
}

function obey(message: ClientMessage, client: LiveClient, now: number): void {
  switch (message.type) {
    case 'ping':
      client.pong();
      break;
    case 'resume':
      void client.resume(message.after, now);
      break;
    case 'subscribe': {
      const kinds = message.events.map((topic) => eventTopics[topic]);
      void client.subscribe(kinds, message.after, now);
      break;
    }
  }
}

/** `unknown` while Redis is away: watching goes on until the token ends, as reading does everywhere. */
async function checkStanding(socket: WebSocket, claims: Claims, context: WebContext): Promise<void> {
  if ((await context.standing(claims)) === 'ended') socket.close(signInAgain, 'this session has been ended');
}

/** A client whose machine went away never says so. */
function keepHearing(socket: WebSocket): NodeJS.Timeout {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  return setInterval(() => {
    if (!alive) socket.terminate();
    else if (socket.readyState === socket.OPEN) {
      alive = false;
      socket.ping();
    }
  }, pingMs);
}
