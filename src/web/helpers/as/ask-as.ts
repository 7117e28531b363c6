// Ties the helper's client to a web service: one pool a service, its health check, and whose request is asked for.

import type {FastifyReply, FastifyRequest} from 'fastify';
import type {WebContext} from '../../app/web-app.ts';
import {WebRefusal} from '../../app/web-refusal.ts';
import {askerOf} from '../../session/gate.ts';
import {AsClient, type OnBehalf} from './as-client.ts';
import {AsPool} from './as-pool.ts';

export const asSocketPath = '/run/hpcha/as.sock';

export type AskAs = {
  readonly client: AsClient;
  /** For looks: given up when the browser goes away. */
  readonly look: (request: FastifyRequest, reply: FastifyReply) => OnBehalf;
  /** For changes: carried to their end whoever still listens, so that nothing stops half-way. */
  readonly change: (request: FastifyRequest) => OnBehalf;
};

/** `socketPath` is another one only in tests. */
export function askAs(context: WebContext, socketPath: string): AskAs {
  const pool = new AsPool({socketPath, node: context.settings.node, now: () => Date.now()});
  context.health.add('helper', {essential: true, check: () => pool.check()});
  context.root.addHook('onClose', async () => pool.close());
  return {
    client: new AsClient(pool),
    look: (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      return {...whoseOf(request), signal: gone.signal};
    },
    change: (request) => ({...whoseOf(request), signal: context.signal}),
  };
}

function whoseOf(request: FastifyRequest): {readonly token: string; readonly unix: string} {
  const {token, claims} = askerOf(request);
  if (claims.unix === null) throw new WebRefusal('no-unix-account', {name: claims.name});
  return {token, unix: claims.unix};
}
