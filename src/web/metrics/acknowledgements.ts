// Which alerts somebody has seen, and what is known about them: kept in Redis beside the events, the same for every page and controller.

import {z} from 'zod';
import {compareIds} from '../realtime/event-store.ts';

/** With the tag of the stream: they belong to its entries and live no longer than those are of interest. */
const key = 'hpcha:web:{events}:acknowledged';
const most = 500;
const lifeSeconds = 30 * 24 * 3600;

export const acknowledgedSchema = z.object({
  /** The alert's id in the stream of events. */
  id: z.string(),
  by: z.string(),
  at: z.number(),
  comment: z.string(),
});
export type Acknowledged = z.output<typeof acknowledgedSchema>;

export type Acknowledgements = {
  readonly list: () => Promise<readonly Acknowledged[]>;
  /** The first one stays: two who look at the same moment do not take each other's words away. Resolves to the one that stands. */
  readonly add: (one: Acknowledged) => Promise<Acknowledged>;
};

/** The commands of a Redis hash that are used here. */
export type HashCommands = {
  hgetall(key: string): Promise<Record<string, string>>;
  hsetnx(key: string, field: string, value: string): Promise<number>;
  hget(key: string, field: string): Promise<string | null>;
  hkeys(key: string): Promise<string[]>;
  hdel(key: string, ...fields: string[]): Promise<number>;
  expire(key: string, seconds: number): Promise<number>;
};

/** Both reject where Redis does not answer. */
export function redisAcknowledgements(redis: () => HashCommands): Acknowledgements {
  return {
    list: async () => Object.values(await redis().hgetall(key)).flatMap(read),
    add: async (one) => {
      await redis().hsetnx(key, one.id, JSON.stringify(one));
      await redis().expire(key, lifeSeconds);
      const oldest = (await redis().hkeys(key)).sort(compareIds).slice(0, -most);
      if (oldest.length > 0) await redis().hdel(key, ...oldest);
      const [stands = one] = read((await redis().hget(key, one.id)) ?? '');
      return stands;
    },
  };
}

/** What another version wrote is none: the alert waits again, which is the safe side. */
function read(text: string): readonly Acknowledged[] {
  try {
    const parsed = acknowledgedSchema.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
