// The `file` operation: a whole file with its mode and owner; compares bytes, shows a masked diff.

import type {FileOperation} from '../../model/operation.ts';
import {revealText} from '../../model/secret.ts';
import type {ApplyContext, OperationKind} from './contract.ts';
import {mustRun, script} from './contract.ts';
import {maskedDiff} from './masked-diff.ts';

export const fileKind: OperationKind<FileOperation> = {
  async inspect(file, {inspector, secrets}, signal) {
    const there = await inspector.readFile(file.path, signal);
    if (there === null) return {needed: true, diff: maskedDiff(file.path, null, file.content)};
    if (file.seed === true) return {needed: false};
    const parts: string[] = [];
    if (there.content !== revealText(file.content, secrets)) {
      parts.push(maskedDiff(file.path, there.content, file.content));
    }
    if (octal(there.mode) !== octal(file.mode)) parts.push(`${file.path}: mode ${there.mode} → ${file.mode}\n`);
    if (there.owner !== file.owner || there.group !== file.group) {
      parts.push(`${file.path}: owner ${there.owner}:${there.group} → ${file.owner}:${file.group}\n`);
    }
    return parts.length === 0 ? {needed: false} : {needed: true, diff: parts.join('')};
  },

  async apply(file, context, signal) {
    await mustRun(context, script('hpcha-parent', 'mkdir -p "$(dirname "$1")"', file.path), signal);
    await context.writer.writeFile(
      {
        path: file.path,
        content: revealText(file.content, context.secrets),
        mode: file.mode,
        owner: file.owner,
        group: file.group,
      },
      context.permit,
      signal,
    );
    await announce(file.path, context, signal);
    return {};
  },
};

/** '0644', '644' and 0o644 are the same mode. */
export function octal(mode: string): number {
  return Number.parseInt(mode, 8);
}

/** systemd reads unit files and tmpfiles when it is told to, not when they change. */
export async function announce(path: string, context: ApplyContext, signal: AbortSignal): Promise<void> {
  if (/^\/(etc|run|usr\/lib|lib)\/systemd\/system\//.test(path) || path === '/etc/fstab') {
    await mustRun(context, ['systemctl', 'daemon-reload'], signal);
  } else if (/^\/(etc|usr\/lib)\/tmpfiles\.d\//.test(path)) {
    await mustRun(context, ['systemd-tmpfiles', '--create', path], signal);
  }
}
