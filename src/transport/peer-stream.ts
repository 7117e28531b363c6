// A stream to a port or socket of a peer, carried by its helper.

import {Duplex} from 'node:stream';
import type {HpchaError} from '../model/error.ts';
import type {StreamTarget} from './link.ts';
import {peerFailure} from './peer-failure.ts';
import type {PeerLine} from './peer-line.ts';

/** `ready` when the far end is open; `failed` where it never was. Destroying it closes the far end. */
export function peerStream(
  line: PeerLine,
  host: string,
  target: StreamTarget,
  ready: () => void,
  failed: (error: unknown) => void,
): Duplex {
  let id = 0;
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => line.send(id, 'stdin', Buffer.from(chunk), () => done()),
    final: (done) => {
      line.send(id, 'end');
      done();
    },
    destroy: (error, done) => {
      line.send(id, 'kill');
      line.forget(id);
      done(error);
    },
  });
  const fail = (error: HpchaError): void => {
    failed(error);
    stream.destroy(error);
  };
  // Before it is handed out nobody listens to it yet.
  stream.on('error', () => undefined);
  id = line.begin({
    frame: (frame) => {
      if (frame.kind === 'ready') ready();
      else if (frame.kind === 'stdout') stream.push(frame.bytes);
      else if (frame.kind === 'closed') stream.push(null);
      else fail(peerFailure(frame, host));
    },
    lost: fail,
  });
  line.send(id, 'open', target);
  return stream;
}
