// The `package` operation: what is missing gets installed, and nothing that a package ships is started by that.

import {HpchaError} from '../../model/error.ts';
import type {PackageOperation} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {commandFailed, inspectTimeoutMs} from './contract.ts';
import {runJob} from './job.ts';
import {installScript} from './package-script.ts';

export const packageKind: OperationKind<PackageOperation> = {
  async inspect(wanted, {inspector}, signal) {
    const missing = await missingOf(wanted.names, inspector, signal);
    if (missing.length === 0) return {needed: false};
    return {needed: true, diff: `install ${missing.join(' ')}\n`};
  },

  async apply(wanted, context, signal) {
    const missing = await missingOf(wanted.names, context.inspector, signal);
    if (missing.length === 0) return {};
    const result = await runJob(installScript(missing), context, signal);
    if (result.exitCode === 0) return {};
    const what = `apt-get install of ${missing.join(' ')} ended with exit code ${result.exitCode}:\n${result.tail}`;
    throw new HpchaError({code: 'command', where: context.writer.host, what, hint: hintFor(result.tail)});
  },
};

/** Half-installed and half-configured packages count as missing. */
async function missingOf(
  names: readonly string[],
  inspector: HostInspector,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (const name of names) refuseOddName(name, inspector.host);
  const argv = ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', '--', ...names] as const;
  const output = await inspector.inspect(argv, {timeoutMs: inspectTimeoutMs}, signal);
  // 1: at least one of them is unknown to dpkg; the others are printed all the same.
  if (output.exitCode > 1) throw commandFailed(inspector.host, argv, output);
  const installed = new Set(
    output.stdout.split('\n').flatMap((line) => {
      const [name, status] = line.split(' ');
      return name !== undefined && status === 'installed' ? [name] : [];
    }),
  );
  return names.filter((name) => !installed.has(name));
}

function refuseOddName(name: string, host: string): void {
  if (/^[a-z0-9][a-z0-9+.-]+$/.test(name)) return;
  throw new HpchaError({code: 'bug', where: host, what: `"${name}" is not a package name`});
}

function hintFor(tail: string): string {
  if (/No space left|not enough free space/i.test(tail))
    return 'make room (df -h /, apt-get clean), then run the same again';
  if (/Could not get lock|Unable to acquire the dpkg/i.test(tail))
    return 'another package manager is at work; wait for it, then run the same again';
  if (/Unable to locate|no installation candidate|Failed to fetch|Could not resolve|Unable to fetch/i.test(tail)) {
    return 'check the package sources (/etc/apt/sources.list.d) and the network of this machine';
  }
  return 'see /var/log/apt/term.log on this machine';
}
