// The `verify` operation: proves something by doing it. It leaves the cluster as it was and counts as unchanged.

import {HpchaError, isHpchaError} from '../../model/error.ts';
import type {VerifyOperation} from '../../model/operation.ts';
import type {ApplyContext, OperationKind} from './contract.ts';
import {lastLines, mustRun} from './contract.ts';

type RedisAct = Extract<VerifyOperation['act'], {via: 'redis'}>;

export const verifyKind: OperationKind<VerifyOperation> = {
  async inspect() {
    return {needed: true};
  },

  async apply({act}, context, signal) {
    if (act.via === 'redis') return verifyRedis(act, context, signal);
    const user = act.user === undefined ? {} : {user: act.user};
    const output = await mustRun(context, act.argv, signal, user);
    return {saw: lastLines(`${output.stdout}\n${output.stderr}`, 8)};
  },
};

async function verifyRedis(act: RedisAct, context: ApplyContext, signal: AbortSignal) {
  const tolerated = new RegExp(act.tolerates);
  const saw: string[] = [];
  for (const command of act.commands) {
    const [first, ...rest] = command;
    if (first === undefined) {
      throw new HpchaError({code: 'bug', where: context.writer.host, what: 'an empty Redis command in a plan'});
    }
    try {
      await context.writer.redis(act.port, [first, ...rest], context.permit, signal);
    } catch (thrown) {
      if (!isHpchaError(thrown) || thrown.code !== 'command' || !tolerated.test(thrown.what)) throw thrown;
      saw.push(thrown.what);
    }
  }
  return {saw: saw.join('\n')};
}
