// The `directory` operation: a directory with its mode and owner, and unwritable while nothing is mounted on it.

import {HpchaError} from '../../model/error.ts';
import type {DirectoryOperation} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {inspectTimeoutMs, lastLines, mustRun, script} from './contract.ts';
import {octal} from './file.ts';

/** Prints `none`, `other`, or mode|owner|group|mounted|immutable. findmnt reads a table, it does not touch the mount. */
const look = `
if findmnt -n --mountpoint "$1" >/dev/null 2>&1; then echo mounted; exit 0; fi
[ -e "$1" ] || [ -L "$1" ] || { echo none; exit 0; }
[ -d "$1" ] || { echo other; exit 0; }
i=no; case "$(lsattr -d "$1" 2>/dev/null | cut -d' ' -f1)" in *i*) i=yes;; esac
stat -L -c "%a|%U|%G|$i" "$1"
`;

const make = `
set -e
[ -d "$1" ] && chattr -i "$1" 2>/dev/null || true
mkdir -p "$1"
chown "$3:$4" "$1"
chmod "$2" "$1"
if [ "$5" = yes ]; then chattr +i "$1"; fi
`;

type Seen =
  | {readonly kind: 'none'}
  | {readonly kind: 'mounted'}
  | {
      readonly kind: 'directory';
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
      readonly immutable: boolean;
    };

export const directoryKind: OperationKind<DirectoryOperation> = {
  async inspect(wanted, {inspector}, signal) {
    const seen = await see(wanted.path, inspector, signal);
    if (seen.kind === 'none') return {needed: true, diff: `${wanted.path}: new directory ${described(wanted)}\n`};
    // What is mounted there has an owner and a mode of its own, and the directory below it cannot be seen.
    if (seen.kind === 'mounted') return {needed: false};
    const differs =
      octal(seen.mode) !== octal(wanted.mode) ||
      seen.owner !== wanted.owner ||
      seen.group !== wanted.group ||
      (wanted.immutableWhenUnmounted === true && !seen.immutable);
    if (!differs) return {needed: false};
    const before = `${seen.mode} ${seen.owner}:${seen.group}${seen.immutable ? ' immutable' : ''}`;
    return {needed: true, diff: `${wanted.path}: ${before} → ${described(wanted)}\n`};
  },

  async apply(wanted, context, signal) {
    const immutable = wanted.immutableWhenUnmounted === true ? 'yes' : 'no';
    const argv = script('hpcha-directory', make, wanted.path, wanted.mode, wanted.owner, wanted.group, immutable);
    await mustRun(context, argv, signal);
    return {};
  },
};

async function see(path: string, inspector: HostInspector, signal: AbortSignal): Promise<Seen> {
  const output = await inspector.inspect(
    script('hpcha-directory-look', look, path),
    {timeoutMs: inspectTimeoutMs},
    signal,
  );
  const text = output.stdout.trim();
  if (text === 'none') return {kind: 'none'};
  if (text === 'mounted') return {kind: 'mounted'};
  const [mode, owner, group, immutable] = text.split('|');
  if (output.exitCode !== 0 || mode === undefined || owner === undefined || group === undefined) {
    const what =
      text === 'other' ? `${path} is there but no directory` : `cannot look at ${path}: ${lastLines(output.stderr, 3)}`;
    throw new HpchaError({code: 'command', where: inspector.host, what});
  }
  return {kind: 'directory', mode, owner, group, immutable: immutable === 'yes'};
}

function described(wanted: DirectoryOperation): string {
  return `${wanted.mode} ${wanted.owner}:${wanted.group}${wanted.immutableWhenUnmounted === true ? ' immutable' : ''}`;
}
