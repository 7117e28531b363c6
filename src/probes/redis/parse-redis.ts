// Reads what Redis and its sentinels answer: INFO text, maps as flat arrays, CLUSTER NODES lines.

import {HpchaError} from '../../model/error.ts';
import type {RedisClusterNodeFacts, SentinelPeerFacts} from '../../model/facts.ts';
import type {RedisReply} from '../../transport/host.ts';

/** `key:value` lines of INFO and CLUSTER INFO, with their CRLF and section comments. No such line at all is no answer. */
export function parseInfo(reply: RedisReply, where: string): Readonly<Record<string, string>> {
  const lines = textOf(reply, where)
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  const info = Object.fromEntries(
    lines.flatMap((line): readonly (readonly [string, string])[] => {
      const at = line.indexOf(':');
      return at <= 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  if (Object.keys(info).length === 0) throw notAnAnswer(where, 'INFO without a single line');
  return info;
}

/** `[key, value, key, value …]`, as CONFIG GET and SENTINEL MASTER answer. RESP3's maps arrive in the same shape. */
export function parsePairs(reply: RedisReply, where: string): Readonly<Record<string, string>> {
  if (!Array.isArray(reply) || reply.length % 2 !== 0) throw notAnAnswer(where, 'a map that is no list of pairs');
  const words: readonly RedisReply[] = reply;
  const pairs: [string, string][] = [];
  for (let index = 0; index < words.length; index += 2) {
    pairs.push([textOf(words[index] ?? null, where), textOf(words[index + 1] ?? null, where)]);
  }
  return Object.fromEntries(pairs);
}

/** SENTINEL SENTINELS and SENTINEL REPLICAS: a list of maps; an empty list is an answer. */
export function parseSentinelPeers(reply: RedisReply, where: string): readonly SentinelPeerFacts[] {
  if (!Array.isArray(reply)) throw notAnAnswer(where, 'a list of peers that is no list');
  const entries: readonly RedisReply[] = reply;
  return entries.map((entry) => {
    const pairs = parsePairs(entry, where);
    const {ip, port, flags} = pairs;
    if (ip === undefined || port === undefined || flags === undefined) {
      throw notAnAnswer(where, 'a peer without address or flags');
    }
    const ping = pairs['last-ok-ping-reply'];
    return {
      ip,
      port: integer(port, where),
      flags: flags.split(',').filter((flag) => flag !== ''),
      lastOkPingMs: ping === undefined ? null : integer(ping, where),
    };
  });
}

/** CLUSTER NODES: `id ip:port@bus[,host] flags master ping pong epoch link slot…`. An empty text is no answer: a node lists itself. */
export function parseClusterNodes(reply: RedisReply, where: string): readonly RedisClusterNodeFacts[] {
  const lines = textOf(reply, where)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw notAnAnswer(where, 'CLUSTER NODES without a single node');
  return lines.map((line) => parseClusterNode(line, where));
}

function parseClusterNode(line: string, where: string): RedisClusterNodeFacts {
  const [id, address, flags, master, , , epoch, linkState, ...slotWords] = line.trim().split(' ');
  const place = /^(.*):(\d+)(?:@\d+)?(?:,.*)?$/.exec(address ?? '');
  if (id === undefined || place === null || flags === undefined || linkState === undefined) {
    throw notAnAnswer(where, `a line of CLUSTER NODES that is none: ${line.slice(0, 80)}`);
  }
  // `[93-<-id]` and `[77->-id]` are slots on the move; they are not owned on account of that word.
  const owned = slotWords.filter((word) => /^\d+(-\d+)?$/.test(word));
  return {
    id,
    ip: place[1] ?? '',
    port: integer(place[2] ?? '', where),
    flags: flags.split(',').filter((flag) => flag !== '' && flag !== 'noflags'),
    masterId: master === undefined || master === '-' ? null : master,
    linkState,
    epoch: integer(epoch ?? '', where),
    slots: owned.reduce((sum, word) => sum + slotCount(word), 0),
    slotRanges: owned.join(','),
  };
}

function slotCount(range: string): number {
  const [first, last] = range.split('-').map(Number);
  return first === undefined ? 0 : (last ?? first) - first + 1;
}

function textOf(reply: RedisReply, where: string): string {
  if (typeof reply === 'string') return reply;
  if (typeof reply === 'number') return String(reply);
  throw notAnAnswer(where, 'an answer that is no text');
}

function integer(text: string, where: string): number {
  if (!/^-?\d+$/.test(text)) throw notAnAnswer(where, `${text.slice(0, 40)} where a number belongs`);
  return Number(text);
}

function notAnAnswer(where: string, what: string): HpchaError {
  return new HpchaError({code: 'parse', where, what: `Redis answered ${what}`});
}
