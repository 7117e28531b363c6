// The event store in Redis: three keys with a common tag, written by one script that looks at the lease first.

import type {WebRedis} from '../redis/web-redis.ts';
import type {EventStore, StoredEvent} from './event-store.ts';
import type {LiveEvent} from './live-event.ts';

/** The tag puts them into one slot: cluster mode runs no script over two. */
const streamKey = 'hpcha:web:{events}:stream';
const leaseKey = 'hpcha:web:{events}:lease';
const knownKey = 'hpcha:web:{events}:known';
/** Marks that somebody has watched before; no subject has this form. */
const beganField = 'began';

const leaseMs = 5_000;
export const streamLength = 10_000;
/** A script blocks Redis while it runs: thousands of jobs are told in several. */
const mostAtOnce = 200;

const holdScript = `
local holder = redis.call('GET', KEYS[1])
if holder == false or holder == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0`;

/** ARGV: holder, lease, length of the stream, then triples: subject, known ('' forgets it), event ('' tells nothing). */
const tellScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('HSET', KEYS[3], '${beganField}', '1')
for i = 4, #ARGV, 3 do
  if ARGV[i + 2] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'event', ARGV[i + 2]) end
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[3], ARGV[i]) else redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
end
return 1`;

/** All methods reject while Redis does not answer; nobody may take that for "no events". */
export function redisEventStore(redis: WebRedis): EventStore {
  return {
    hold: async (holder) => (await redis.eval(holdScript, 1, leaseKey, holder, String(leaseMs))) === 1,
    async known() {
      const all = await redis.hgetall(knownKey);
      const {[beganField]: began, ...subjects} = all;
      return {known: new Map(Object.entries(subjects)), isFirst: began === undefined};
    },
    async tell(holder, told) {
      for (let from = 0; from === 0 || from < told.length; from += mostAtOnce) {
        const words = told
          .slice(from, from + mostAtOnce)
          .flatMap(({subject, known, event}) => [subject, known ?? '', event === null ? '' : JSON.stringify(event)]);
        const keys = [leaseKey, streamKey, knownKey];
        const head = [holder, String(leaseMs), String(streamLength)];
        if ((await redis.eval(tellScript, 3, ...keys, ...head, ...words)) !== 1) return false;
      }
      return true;
    },
    async lastId() {
      const [newest] = await redis.xrevrange(streamKey, '+', '-', 'COUNT', 1);
      return newest?.[0] ?? '0-0';
    },
    async after(id, count) {
      const rows = await redis.xrange(streamKey, id === '0-0' ? '-' : id, '+', 'COUNT', count + 1);
      // Nothing had been written when this one looked: a stream that was trimmed since does not hold all of it any more.
      if (id === '0-0')
        return rows.length > 0 && (await redis.xlen(streamKey)) >= streamLength ? null : rows.map(stored);
      return rows[0]?.[0] === id ? rows.slice(1).map(stored) : null;
    },
  };
}

/** Written by this program alone. */
function stored([id, fields]: readonly [string, readonly string[]]): StoredEvent {
  const event: LiveEvent = JSON.parse(fields[1] ?? 'null');
  return {id, event};
}
