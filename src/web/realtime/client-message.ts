// What a page may say over the WebSocket `/ws`: the one schema that the service, the pages and their tests share.

import {z} from 'zod';
import {isEventId} from './event-store.ts';

const eventId = z.string().refine(isEventId, 'an id of the stream');

const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    events: z.array(z.enum(['jobs', 'runs', 'alerts'])).max(8),
    after: eventId.optional(),
  }),
  z.strictObject({type: z.literal('resume'), after: eventId}),
  /** Nothing was heard for a while: whoever holds the address now answers, or ends a connection that it does not know. */
  z.strictObject({type: z.literal('ping')}),
]);

export type ClientMessage = z.output<typeof messageSchema>;

/** undefined: this is no message. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  try {
    const read = messageSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    // No JSON: not understood either.
    return undefined;
  }
}
