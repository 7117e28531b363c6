// The `exec` operation: a command for what no other operation does, with the look that says whether it is needed.

import {quoteArgv} from '../../model/argv.ts';
import {isHpchaError} from '../../model/error.ts';
import type {ExecOperation, Expectation} from '../../model/operation.ts';
import {revealText} from '../../model/secret.ts';
import type {Output} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {inspectTimeoutMs, lastLines, mustRun} from './contract.ts';

export const execKind: OperationKind<ExecOperation> = {
  async inspect(operation, {inspector}, signal) {
    const user = operation.user === undefined ? {} : {user: operation.user};
    const look = inspector.inspect(operation.unless.argv, {timeoutMs: inspectTimeoutMs, ...user}, signal);
    const output = await look.catch(nothingThere);
    if (output !== null && asExpected(output, operation.unless.expect)) return {needed: false};
    return {needed: true, diff: `run: ${quoteArgv(operation.argv)}\n`};
  },

  async apply(operation, context, signal) {
    const output = await mustRun(context, operation.argv, signal, {
      ...(operation.stdin === undefined ? {} : {stdin: revealText(operation.stdin, context.secrets)}),
      ...(operation.user === undefined ? {} : {user: operation.user}),
    });
    return {saw: lastLines(`${output.stdout}\n${output.stderr}`, 8)};
  },
};

/** A look whose program is not installed (yet) has not shown that there is nothing to do. */
function nothingThere(thrown: unknown): null {
  if (isHpchaError(thrown) && thrown.code === 'missing') return null;
  throw thrown;
}

/** Whether a look's output says that there is nothing to do. Output that was cut is no proof of anything. */
export function asExpected(output: Output, expect: Expectation): boolean {
  switch (expect.kind) {
    case 'exit':
      return expect.codes.includes(output.exitCode);
    case 'stdout-is':
      return output.exitCode === 0 && !output.truncated && output.stdout.trim() === expect.text.trim();
    case 'stdout-matches':
      return output.exitCode === 0 && new RegExp(expect.pattern, 'm').test(output.stdout);
  }
}
