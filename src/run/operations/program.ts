// The `program` operation: the single executable of this build at its place on a controller; compared by sha256, sent once.

import {HpchaError} from '../../model/error.ts';
import type {ProgramOperation} from '../../model/operation.ts';
import {digestOf, sendProgram} from '../program-file.ts';
import type {InspectContext, OperationKind} from './contract.ts';
import {inspectTimeoutMs} from './contract.ts';

export const programKind: OperationKind<ProgramOperation> = {
  async inspect({path}, context, signal) {
    const wanted = await digestOf(await localProgram(context));
    const there = await context.inspector.inspect(['sha256sum', path], {timeoutMs: inspectTimeoutMs}, signal);
    const found = there.exitCode === 0 ? (there.stdout.trim().split(/\s+/)[0] ?? '') : '';
    if (found === wanted) return {needed: false};
    return {needed: true, diff: `${path}: sha256 ${found.slice(0, 12) || 'none'} → ${wanted.slice(0, 12)}\n`};
  },

  async apply({path}, context, signal) {
    const {writer, permit} = context;
    const local = await localProgram(context);
    context.progress('copying the program, once for this build');
    await sendProgram(local, {writer, path, part: permit.runId}, permit, signal);
    return {saw: `sha256 ${(await digestOf(local)).slice(0, 12)}`};
  },
};

async function localProgram({program, inspector}: InspectContext): Promise<string> {
  const source = (await program?.()) ?? {path: null, why: 'this run was not given the program to send'};
  if (source.path !== null) return source.path;
  throw new HpchaError({
    code: 'missing',
    where: inspector.host,
    what: source.why,
    hint: 'npm run package, then the same again',
  });
}
