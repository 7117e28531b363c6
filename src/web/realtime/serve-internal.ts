// What realtime tells inside: its own readings to signed peers, the whole snapshot to services of this controller.

import {z} from 'zod';
import {toHpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {Judgement} from '../../model/verdict.ts';
import {encodeValue} from '../../state/record-delta.ts';
import type {WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {readingsPath} from './ask-peer.ts';
import type {LiveCluster} from './live-cluster.ts';
import {encodeOffer} from './offered-readings.ts';
import type {QuestionCheck} from './signed-exchange.ts';
import {signAnswer, signatureHeaders} from './signed-exchange.ts';

export const snapshotPath = '/internal/snapshot';

/** What `/internal/snapshot` answers, written by `encodeValue`. */
export type InternalSnapshot = {
  readonly node: string;
  readonly judgement: Judgement;
  readonly snapshot: Snapshot;
  readonly live: LiveFigures;
};

/** Figures of the service itself. */
export type LiveFigures = {
  readonly clients: number;
  readonly behind: number;
  /** Questions to the look helper since the start. */
  readonly looks: number;
  readonly writesEvents: boolean;
  readonly lastEvent: string;
};

const readingsQuery = z.object({boot: z.string().max(64).default(''), after: z.coerce.number().default(-1)});

export function serveReadings(context: WebContext, live: LiveCluster, key: Secret, questions: QuestionCheck): void {
  context.root.get(
    readingsPath,
    {schema: {hide: true, querystring: readingsQuery}, config: {rateLimit: false}},
    async (request, reply) => {
      let nonce: string;
      try {
        nonce = questions.check(request.headers, request.url);
      } catch (thrown) {
        context.log('warning', 'readings-refused', {
          from: request.socket.remoteAddress ?? '',
          why: toHpchaError(thrown, 'readings').what,
        });
        throw new WebRefusal('not-signed-in', {}, {cause: thrown});
      }
      const body = encodeOffer(live.offer(request.query.boot, request.query.after));
      return reply
        .header(signatureHeaders.signature, signAnswer(key, nonce, body))
        .header('content-type', 'application/json')
        .send(Buffer.from(body));
    },
  );
}

/** For this controller's own services: from 127.0.0.1, and not through nginx, which says for whom it asks. */
export function serveSnapshot(context: WebContext, newest: () => InternalSnapshot | undefined): void {
  context.root.get(snapshotPath, {schema: {hide: true}, config: {rateLimit: false}}, async (request, reply) => {
    const from = request.socket.remoteAddress ?? '';
    const isOwn = (from === '127.0.0.1' || from === '::1') && request.headers['x-forwarded-for'] === undefined;
    if (!isOwn) throw new WebRefusal('not-found');
    const snapshot = newest();
    if (snapshot === undefined) throw new WebRefusal('stopping', {}, {retryAfterSeconds: 2});
    return reply.header('content-type', 'application/json').send(Buffer.from(encodeValue(snapshot)));
  });
}
