// A client that speaks byte by byte: slow ones, hostile ones, those whose requests no library would send.

import {once} from 'node:events';
import {connect as plainConnect, type Socket} from 'node:net';
import {connect as secureConnect} from 'node:tls';

export type RawTalk = {
  readonly socket: Socket;
  readonly said: () => string;
  /** Milliseconds until the other side ended it. */
  readonly ended: Promise<number>;
};

/** Connects (TLS on port 443), sends `head` at once and `drip` again and again until the end. */
export async function talk(
  address: string,
  port: number,
  head: string,
  drip: {readonly text: string; readonly everyMs: number} | null = null,
): Promise<RawTalk> {
  const socket =
    port === 443
      ? secureConnect({host: address, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1']})
      : plainConnect({host: address, port});
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(socket, port === 443 ? 'secureConnect' : 'connect');
  socket.on('error', () => undefined);
  const began = performance.now();
  socket.write(head);
  const timer = drip === null ? undefined : setInterval(() => socket.write(drip.text), drip.everyMs);
  const ended = new Promise<number>((resolve) =>
    socket.once('close', () => {
      clearInterval(timer);
      resolve(performance.now() - began);
    }),
  );
  return {socket, said: () => said, ended};
}

/** The first line of the answer to one request, sent exactly as it is written. */
export async function rawStatus(address: string, port: number, request: string): Promise<number> {
  const {socket, said, ended} = await talk(address, port, request);
  const timer = setTimeout(() => socket.destroy(), 15_000);
  await Promise.race([ended, once(socket, 'data')]);
  clearTimeout(timer);
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(said())?.[1] ?? 0);
}
