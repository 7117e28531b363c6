// The `redis` operation: commands to one instance, needed while a read command's reply does not match.

import {HpchaError} from '../../model/error.ts';
import type {RedisOperation, RedisWord} from '../../model/operation.ts';
import {revealText} from '../../model/secret.ts';
import type {RedisReply} from '../../transport/host.ts';
import type {ApplyContext, OperationKind} from './contract.ts';

type Words = readonly [string, ...string[]];

export const redisKind: OperationKind<RedisOperation> = {
  async inspect(operation, {inspector}, signal) {
    const command = words(operation.look.command, inspector.host);
    const reply = await inspector.redis(operation.port, command, signal);
    if (new RegExp(operation.look.matches, 'm').test(replyText(reply))) return {needed: false};
    const lines = operation.commands.map((each) => each.map((word) => shown(word)).join(' '));
    return {needed: true, diff: lines.map((line) => `redis ${operation.port}: ${line}\n`).join('')};
  },

  async apply(operation, context, signal) {
    for (const command of operation.commands) {
      const revealed: string[] = [];
      for (const word of command) revealed.push(await reveal(word, operation.port, context, signal));
      await context.writer.redis(operation.port, words(revealed, context.writer.host), context.permit, signal);
    }
    return {};
  },
};

/** A reply as lines of text, nested lists flattened in order. */
export function replyText(reply: RedisReply): string {
  if (reply === null) return '';
  return typeof reply === 'object' ? reply.map(replyText).join('\n') : String(reply);
}

async function reveal(word: RedisWord, port: number, context: ApplyContext, signal: AbortSignal): Promise<string> {
  if (typeof word === 'string') return word;
  if ('secret' in word) return revealText([word], context.secrets);
  const reply = replyText(await context.inspector.redis(port, ['CLUSTER', 'NODES'], signal));
  const id = nodeId(reply, word.nodeIdOf);
  if (id !== null) return id;
  const what = `the Redis instance on port ${port} knows no cluster node at ${word.nodeIdOf}`;
  throw new HpchaError({code: 'missing', where: context.writer.host, what});
}

/** `CLUSTER NODES` lines begin `<id> <ip:port@cport[,hostname]> <flags> …` (Redis manual, CLUSTER NODES). */
function nodeId(nodes: string, address: string): string | null {
  for (const line of nodes.split('\n')) {
    const [id, where = '', flags = ''] = line.split(' ');
    const usable = !flags.split(',').some((flag) => ['fail', 'fail?', 'noaddr', 'handshake'].includes(flag));
    if (id !== undefined && usable && where.split('@')[0] === address) return id;
  }
  return null;
}

function shown(word: RedisWord): string {
  if (typeof word === 'string') return word;
  return 'secret' in word ? '•••' : `<id of ${word.nodeIdOf}>`;
}

function words(given: readonly string[], host: string): Words {
  const [first, ...rest] = given;
  if (first !== undefined) return [first, ...rest];
  throw new HpchaError({code: 'bug', where: host, what: 'an empty Redis command in a plan'});
}
