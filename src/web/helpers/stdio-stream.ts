// The connection that systemd accepted, as one stream: with Accept=yes it is both stdin and stdout of the helper.

import {Socket} from 'node:net';

/** The socket on file descriptor 0. Nothing else may be written to stdout afterwards. */
export function stdioStream(): Socket {
  return new Socket({fd: 0, readable: true, writable: true});
}
