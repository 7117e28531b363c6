// The `block` operation: our marked lines inside a file whose rest belongs to somebody else (`/etc/hosts`).

import type {BlockOperation} from '../../model/operation.ts';
import type {SecretValues, Text} from '../../model/secret.ts';
import {revealText} from '../../model/secret.ts';
import type {OperationKind} from './contract.ts';
import {announce} from './file.ts';
import {maskedDiff} from './masked-diff.ts';

export const blockKind: OperationKind<BlockOperation> = {
  async inspect(block, {inspector, secrets}, signal) {
    const there = await inspector.readFile(block.path, signal);
    const before = there?.content ?? '';
    if (withBlock(before, block, secrets) === before) return {needed: false};
    const old = blockIn(before, block.name);
    return {needed: true, diff: maskedDiff(`${block.path} (block ${block.name})`, old, block.content)};
  },

  async apply(block, context, signal) {
    const there = await context.inspector.readFile(block.path, signal);
    await context.writer.writeFile(
      {
        path: block.path,
        content: withBlock(there?.content ?? '', block, context.secrets),
        mode: there?.mode ?? '0644',
        owner: there?.owner ?? 'root',
        group: there?.group ?? 'root',
      },
      context.permit,
      signal,
    );
    await announce(block.path, context, signal);
    return {};
  },
};

function withBlock(before: string, block: {readonly name: string; readonly content: Text}, secrets: SecretValues) {
  const inner = revealText(block.content, secrets).replace(/\n*$/, '\n');
  const text = `${begin(block.name)}\n${inner}${end(block.name)}\n`;
  const span = spanOf(before, block.name);
  if (span !== null) return before.slice(0, span.from) + text + before.slice(span.to);
  return before === '' || before.endsWith('\n') ? before + text : `${before}\n${text}`;
}

function blockIn(before: string, name: string): string | null {
  const span = spanOf(before, name);
  if (span === null) return null;
  return before.slice(span.from, span.to).split('\n').slice(1, -2).join('\n').concat('\n');
}

/** From the beginning of the first marker line to the end of the last, newline included. */
function spanOf(text: string, name: string): {readonly from: number; readonly to: number} | null {
  const from = lineStart(text, begin(name), 0);
  if (from === null) return null;
  const last = lineStart(text, end(name), from);
  // A block without its end is damaged: only its first line is certainly ours.
  const stop = last ?? from;
  const newline = text.indexOf('\n', stop);
  return {from, to: newline === -1 ? text.length : newline + 1};
}

function lineStart(text: string, line: string, from: number): number | null {
  let at = text.indexOf(line, from);
  while (at !== -1) {
    const next = text[at + line.length];
    if ((at === 0 || text[at - 1] === '\n') && (next === undefined || next === '\n')) return at;
    at = text.indexOf(line, at + 1);
  }
  return null;
}

const begin = (name: string): string => `# BEGIN hpcha ${name}`;
const end = (name: string): string => `# END hpcha ${name}`;
