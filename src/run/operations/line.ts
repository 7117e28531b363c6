// The `line` operation: one line of an existing file; everything else stays as it is.

import {HpchaError} from '../../model/error.ts';
import type {LineOperation} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {announce} from './file.ts';
import {plainDiff} from './masked-diff.ts';

export const lineKind: OperationKind<LineOperation> = {
  async inspect(operation, {inspector}, signal) {
    const there = await existing(operation, inspector, signal);
    const next = withLine(there.content, operation, inspector.host);
    if (next === there.content) return {needed: false};
    return {needed: true, diff: plainDiff(operation.path, there.content, next)};
  },

  async apply(operation, context, signal) {
    const there = await existing(operation, context.inspector, signal);
    await context.writer.writeFile(
      {
        path: operation.path,
        content: withLine(there.content, operation, context.writer.host),
        mode: there.mode,
        owner: there.owner,
        group: there.group,
      },
      context.permit,
      signal,
    );
    await announce(operation.path, context, signal);
    return {};
  },
};

async function existing(operation: LineOperation, inspector: HostInspector, signal: AbortSignal) {
  const there = await inspector.readFile(operation.path, signal);
  if (there !== null) return there;
  throw new HpchaError({code: 'missing', where: inspector.host, what: `there is no ${operation.path}`});
}

function withLine(content: string, operation: LineOperation, host: string): string {
  const pattern = new RegExp(operation.match);
  const lines = content.split('\n');
  const at = lines.findIndex((line) => pattern.test(line));
  if (at !== -1) return lines.with(at, operation.line).join('\n');
  if (!operation.append) {
    const what = `no line of ${operation.path} matches ${operation.match}`;
    throw new HpchaError({code: 'missing', where: host, what});
  }
  const body = content === '' || content.endsWith('\n') ? content : `${content}\n`;
  return `${body}${operation.line}\n`;
}
