// Opens the site's WebSocket and waits for its first two frames, which every page lives on: `hello` and a whole snapshot.

import {randomBytes} from 'node:crypto';
import {request} from 'node:https';
import type {Duplex} from 'node:stream';
import {HpchaError} from '../../model/error.ts';
import {optionsOf, type Site, siteError} from './site-client.ts';

/** A realtime that has just started makes its first snapshot within its first looks. */
const framesMs = 20_000;
const longestFrame = 16 * 2 ** 20;

/** Rejects with HpchaError `command` where it is refused or cut off, `timeout` where no snapshot comes. */
export async function seeLiveView(site: Site, cookie: string, signal: AbortSignal): Promise<string> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(framesMs)]);
  const socket = await upgrade(site, cookie, ending);
  const startedAt = performance.now();
  const seen: string[] = [];
  try {
    for await (const text of textFrames(socket, ending)) {
      seen.push(typeOf(text));
      if (seen[0] !== 'hello') throw wrong(site, `its first word is ${seen[0]}, not hello`);
      if (seen.includes('snapshot')) return `hello and a snapshot in ${Math.round(performance.now() - startedAt)} ms`;
    }
  } catch (thrown) {
    if (!ending.aborted) throw thrown;
  } finally {
    socket.destroy();
  }
  const what = `no snapshot came, only: ${seen.join(', ') || 'nothing'}`;
  throw new HpchaError({code: ending.aborted ? 'timeout' : 'command', where: `${site.address}/ws`, what});
}

async function upgrade(site: Site, cookie: string, signal: AbortSignal): Promise<Duplex> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    ...{connection: 'Upgrade', upgrade: 'websocket', origin: site.origin, cookie},
    ...{'sec-websocket-key': key, 'sec-websocket-version': '13'},
  };
  return new Promise((resolve, reject) => {
    const asking = request(optionsOf(site, '/ws', headers, signal));
    asking.once('error', (error) => reject(siteError(error, `${site.address}/ws`, signal)));
    asking.once('response', (answer) => {
      answer.resume();
      reject(wrong(site, `it answered ${answer.statusCode ?? 0} and no upgrade`));
    });
    asking.once('upgrade', (_answer, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asking.end();
  });
}

/** Texts of a server, which masks nothing (RFC 6455 §5.2); its pings are left unanswered, this connection is a short one. */
async function* textFrames(socket: Duplex, signal: AbortSignal): AsyncGenerator<string> {
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, {once: true});
  let held: Buffer = Buffer.alloc(0);
  let text: Buffer[] = [];
  try {
    for await (const chunk of socket) {
      held = Buffer.concat([held, Buffer.from(chunk)]);
      if (held.length > longestFrame) throw new HpchaError({code: 'parse', where: '/ws', what: 'a frame is too long'});
      for (let frame = frameIn(held); frame !== null; frame = frameIn(held)) {
        held = held.subarray(frame.size);
        if (frame.opcode === 8) return;
        if (frame.opcode > 2) continue;
        text.push(frame.payload);
        if (!frame.last) continue;
        yield Buffer.concat(text).toString('utf8');
        text = [];
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

type Frame = {readonly opcode: number; readonly last: boolean; readonly payload: Buffer; readonly size: number};

/** null: it has not come whole yet. */
function frameIn(held: Buffer): Frame | null {
  if (held.length < 2) return null;
  const short = held.readUInt8(1) & 0x7f;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (held.length < head) return null;
  const length = short === 126 ? held.readUInt16BE(2) : short === 127 ? Number(held.readBigUInt64BE(2)) : short;
  if (held.length < head + length) return null;
  const first = held.readUInt8(0);
  const payload = held.subarray(head, head + length);
  return {opcode: first & 0x0f, last: (first & 0x80) !== 0, payload, size: head + length};
}

function typeOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const type: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'type') : undefined;
    return typeof type === 'string' ? type : 'a frame without a type';
  } catch {
    // Said as what it is: the caller decides what that means.
    return 'no JSON';
  }
}

function wrong({address}: Site, what: string): HpchaError {
  return new HpchaError({code: 'command', where: `${address}/ws`, what});
}
