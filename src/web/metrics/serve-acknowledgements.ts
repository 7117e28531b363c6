// `/acknowledgements`: which alerts were seen, by whom and with which words; said by operators, read by everybody who is signed in.

import {z} from 'zod';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {isEventId} from '../realtime/event-store.ts';
import {askerOf} from '../session/gate.ts';
import {type Acknowledgements, acknowledgedSchema} from './acknowledgements.ts';

const saidSchema = z.strictObject({
  id: z.string().max(64).refine(isEventId, 'an id of the stream'),
  comment: z.string().trim().min(1).max(500),
});

export function serveAcknowledgements(app: WebApp, context: WebContext, kept: Acknowledgements): void {
  const {gate, log, now} = context;
  app.get(
    '/acknowledgements',
    {onRequest: gate.requireUser, schema: {response: {200: z.array(acknowledgedSchema)}}},
    async () => [...(await unlessAway(kept.list))],
  );
  app.post(
    '/acknowledgements',
    {
      onRequest: gate.requireRole('operator'),
      schema: {body: saidSchema, response: {200: acknowledgedSchema}},
    },
    async (request) => {
      const {id, comment} = request.body;
      const by = askerOf(request).claims.name;
      const stands = await unlessAway(() => kept.add({id, by, comment, at: now()}));
      log('info', 'alert-acknowledged', {id, by, from: request.ip});
      return stands;
    },
  );
}

/** Unknown is not "nobody has seen it", and not "somebody has": the page is told that it is not known. */
async function unlessAway<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new WebRefusal('acknowledgements-away', {}, {retryAfterSeconds: 3, cause});
  }
}
