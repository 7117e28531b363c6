// Frames of a WebSocket's client, as far as the round trip needs them: texts that come, and short texts that go (RFC 6455 §5.2).

import {randomBytes} from 'node:crypto';
import type {Duplex} from 'node:stream';
import {HpchaError} from '../../model/error.ts';

const longestFrame = 16 * 2 ** 20;
const longestSent = 65_535;
const [textCode, pingCode, pongCode] = [1, 9, 10] as const;

/** Texts of a server, which masks nothing (RFC 6455 §5.2). Its pings are answered: who is silent for long is let go. */
export async function* textFrames(socket: Duplex, signal: AbortSignal): AsyncGenerator<string> {
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
        if (frame.opcode === pingCode) socket.write(clientFrame(pongCode, frame.payload));
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

/** A whole text as a client sends it. Throws HpchaError `bug` above 64 KiB. */
export function textFrame(text: string): Buffer {
  return clientFrame(textCode, Buffer.from(text));
}

/** Masked, as a server demands it of clients (RFC 6455 §5.3). */
function clientFrame(opcode: number, payload: Buffer): Buffer {
  const {length} = payload;
  if (length > longestSent) throw new HpchaError({code: 'bug', where: '/ws', what: 'a frame is too long to be sent'});
  const long = length > 125;
  const sizes = [0x80 | (long ? 126 : length), ...(long ? [length >> 8, length & 0xff] : [])];
  const mask = randomBytes(4);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x80 | opcode, ...sizes]), mask, masked]);
}
