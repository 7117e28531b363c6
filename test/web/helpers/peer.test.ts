// Helpers of two controllers: the key of root, then an operator's token, then commands and streams; without either nothing at all.

import {once} from 'node:events';
import type {AddressInfo, Server} from 'node:net';
import {createServer} from 'node:net';
import {afterEach, describe, expect, it} from 'vitest';
import {HpchaError} from '../../../src/model/error.ts';
import {Secret} from '../../../src/model/secret.ts';
import {LocalLink} from '../../../src/transport/local-link.ts';
import {PeerLink} from '../../../src/transport/peer-link.ts';
import {peerPsk} from '../../../src/transport/peer-tls.ts';
import {securePeer} from '../../../src/web/helpers/peer/secure-peer.ts';
import {servePeer} from '../../../src/web/helpers/peer/serve-peer.ts';

const key = new Secret(Buffer.alloc(32, 7).toString('base64url'));
const opened: {close(): unknown}[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(server);
  return (server.address() as AddressInfo).port;
}

function peerServer(): Promise<number> {
  const server = createServer((socket) => {
    const secured = securePeer(socket, peerPsk(key));
    const admit = async (token: string): Promise<void> => {
      if (token !== 'good')
        throw new HpchaError({code: 'auth', where: 'helper', what: 'the access token is not valid'});
    };
    void servePeer(secured, new LocalLink('server2', '127.0.0.1'), admit);
  });
  return listen(server);
}

async function link(options: {key?: Secret; token?: string} = {}): Promise<PeerLink> {
  const access = {key: options.key ?? key, token: new Secret(options.token ?? 'good')};
  const made = new PeerLink('server2', '127.0.0.1', access, await peerServer());
  opened.push(made);
  return made;
}

const signal = (): AbortSignal => AbortSignal.timeout(8000);

describe('a helper of another controller', () => {
  it('runs commands with their input, both outputs and exit codes, several at once', async () => {
    const peer = await link();
    const [cat, three] = await Promise.all([
      peer.exec({argv: ['cat'], stdin: 'x'.repeat(200_000), timeoutMs: 5000}, signal()),
      peer.exec({argv: ['sh', '-c', 'echo out; echo err >&2; exit 3'], timeoutMs: 5000}, signal()),
    ]);
    expect(cat.stdout.length).toBe(200_000);
    expect([three.exitCode, String(three.stdout), String(three.stderr)]).toEqual([3, 'out\n', 'err\n']);
  });

  it('ends a command whose asker has given up', async () => {
    const peer = await link();
    const stop = new AbortController();
    const pid = Promise.withResolvers<number>();
    const running = peer.exec(
      {
        argv: ['sh', '-c', 'echo $$; exec sleep 60'],
        timeoutMs: 30_000,
        onStdout: (chunk) => pid.resolve(Number(chunk)),
      },
      stop.signal,
    );
    const number = await pid.promise;
    stop.abort();
    await expect(running).rejects.toMatchObject({code: 'cancelled'});
    await expect.poll(() => isAlive(number), {timeout: 5000}).toBe(false);
  });

  it('opens streams to local services', async () => {
    const echo = await listen(createServer((socket) => socket.pipe(socket)));
    const peer = await link();
    const stream = await peer.openStream({kind: 'tcp', port: echo}, signal());
    stream.write('over and back');
    const [answer] = await once(stream, 'data');
    expect(String(answer)).toBe('over and back');
    stream.destroy();
  });

  it('says missing where nothing listens', async () => {
    const peer = await link();
    await expect(peer.openStream({kind: 'unix', path: '/nonexistent/socket'}, signal())).rejects.toMatchObject({
      code: 'missing',
    });
  });

  it('does nothing for another key', async () => {
    const peer = await link({key: new Secret(Buffer.alloc(32, 8).toString('base64url'))});
    await expect(peer.exec({argv: ['true'], timeoutMs: 5000}, signal())).rejects.toMatchObject({code: 'unreachable'});
  });

  it('does nothing for a token that does not hold, and says so', async () => {
    const peer = await link({token: 'stolen and over'});
    await expect(peer.exec({argv: ['true'], timeoutMs: 5000}, signal())).rejects.toMatchObject({
      code: 'auth',
      what: 'the access token is not valid',
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // ESRCH: there is no such process.
    return false;
  }
}
