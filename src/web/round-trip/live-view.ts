// Opens the site's WebSocket and waits for its first two frames, which every page lives on: `hello` and a whole snapshot.

import {HpchaError} from '../../model/error.ts';
import {frameType, openSocket, socketWrong} from './open-socket.ts';
import type {Site} from './site-client.ts';
import {textFrames} from './socket-frames.ts';

/** A realtime that has just started makes its first snapshot within its first looks. */
const framesMs = 20_000;

/** Rejects with HpchaError `command` where it is refused or cut off, `timeout` where no snapshot comes. */
export async function seeLiveView(site: Site, cookie: string, signal: AbortSignal): Promise<string> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(framesMs)]);
  const socket = await openSocket(site, cookie, ending);
  const startedAt = performance.now();
  const seen: string[] = [];
  try {
    for await (const text of textFrames(socket, ending)) {
      seen.push(frameType(text));
      if (seen[0] !== 'hello') throw socketWrong(site, `its first word is ${seen[0]}, not hello`);
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
