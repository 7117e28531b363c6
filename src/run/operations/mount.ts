// The `mount` operation: one line of /etc/fstab and the mount itself.

import {HpchaError} from '../../model/error.ts';
import type {MountOperation} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {commandFailed, inspectTimeoutMs, mustRun} from './contract.ts';
import {plainDiff} from './masked-diff.ts';

export const mountKind: OperationKind<MountOperation> = {
  async inspect(mount, {inspector}, signal) {
    const [table, mounted] = await Promise.all([
      inspector.readFile('/etc/fstab', signal),
      mountedSource(mount.path, inspector, signal),
    ]);
    refuseOtherSource(mount, mounted, inspector.host);
    const before = table?.content ?? '';
    const after = withEntry(before, mount);
    const parts = [
      ...(before === after ? [] : [plainDiff('/etc/fstab', before, after)]),
      ...(mounted === null ? [`mount ${mount.source} on ${mount.path}\n`] : []),
    ];
    return parts.length === 0 ? {needed: false} : {needed: true, diff: parts.join('')};
  },

  async apply(mount, context, signal) {
    const table = await context.inspector.readFile('/etc/fstab', signal);
    const before = table?.content ?? '';
    const after = withEntry(before, mount);
    if (before !== after) {
      const file = {path: '/etc/fstab', content: after, mode: table?.mode ?? '0644', owner: 'root', group: 'root'};
      await context.writer.writeFile(file, context.permit, signal);
      await mustRun(context, ['systemctl', 'daemon-reload'], signal);
    }
    if ((await mountedSource(mount.path, context.inspector, signal)) === null) {
      await mustRun(context, ['mount', mount.path], signal);
    }
    return {};
  },
};

/** The kernel's own table, which answers also when the mount itself hangs; null when nothing is mounted there. */
async function mountedSource(path: string, inspector: HostInspector, signal: AbortSignal): Promise<string | null> {
  const argv = ['findmnt', '-n', '-o', 'SOURCE,FSTYPE', '--mountpoint', path] as const;
  const output = await inspector.inspect(argv, {timeoutMs: inspectTimeoutMs}, signal);
  if (output.exitCode > 1) throw commandFailed(inspector.host, argv, output);
  const lines = output.stdout.split('\n').filter((line) => line.trim() !== '' && !line.includes(' autofs'));
  return lines.at(-1)?.trim().split(/\s+/)[0] ?? null;
}

function refuseOtherSource(mount: MountOperation, mounted: string | null, host: string): void {
  if (mounted === null || sourceEnd(mounted) === sourceEnd(mount.source)) return;
  const what = `${mounted} is mounted on ${mount.path}, where ${mount.source} belongs`;
  const hint = `unmount it on ${host} if it may go: umount ${mount.path}`;
  throw new HpchaError({code: 'refused', where: host, what, hint});
}

/** `server1:/volume` and `localhost:/volume` are the same Gluster volume. */
function sourceEnd(source: string): string {
  return source.slice(source.indexOf(':') + 1).replace(/^\//, '');
}

function withEntry(before: string, mount: MountOperation): string {
  const entry = `${mount.source} ${mount.path} ${mount.fstype} ${mount.options} 0 0`;
  const lines = before.split('\n');
  const at = lines.findIndex((line) => !line.trimStart().startsWith('#') && line.trim().split(/\s+/)[1] === mount.path);
  if (at !== -1) return lines.with(at, entry).join('\n');
  return before === '' || before.endsWith('\n') ? `${before}${entry}\n` : `${before}\n${entry}\n`;
}
