// The network between a browser and the site, as a proxy that can be cut: its connections break, and none is let through until it is mended.

import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';

export type CuttableLine = {
  /** For the browser's settings. */
  readonly proxy: string;
  readonly cut: () => void;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
};

/** Tunnels (HTTP CONNECT, RFC 9110 §9.3.6) to wherever they are asked to lead; listens on loopback alone. */
export async function cuttableLine(): Promise<CuttableLine> {
  const open = new Set<Duplex>();
  let isCut = false;
  const server = createServer((_request, response) => void response.writeHead(501).end());
  server.on('connect', (request, client: Socket) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(far).pipe(client);
    });
    join(client, far, open);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    cut: () => {
      isCut = true;
      breakAll();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whichever ends first takes the other with it. */
function join(client: Socket, far: Socket, open: Set<Duplex>): void {
  for (const [one, other] of [
    [client, far],
    [far, client],
  ] as const) {
    open.add(one);
    one.on('error', () => other.destroy());
    one.on('close', () => {
      open.delete(one);
      other.destroy();
    });
  }
}
