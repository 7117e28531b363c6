// Checks of a host that plans may name: units, packages, files, ports, mounts, the firewall table.

import type {Argv} from '../../model/argv.ts';
import {HpchaError} from '../../model/error.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import type {Output} from '../../transport/host.ts';
import {type CheckGroup, holds, listArg, no, numberArg, textArg, yes} from './check-group.ts';

const lookTimeoutMs = 10_000;

/** One look of a check on its own host; output that was cut is not an answer. */
export async function lookAt(
  context: CheckContext,
  argv: Argv,
  signal: AbortSignal,
  timeoutMs = lookTimeoutMs,
): Promise<Output> {
  const output = await context.inspector(context.host).inspect(argv, {timeoutMs}, signal);
  if (output.truncated) {
    throw new HpchaError({
      code: 'parse',
      where: context.host,
      what: `${argv.slice(0, 3).join(' ')} said more than can be read`,
    });
  }
  return output;
}

async function unitState(context: CheckContext, unit: string, signal: AbortSignal): Promise<string> {
  const output = await lookAt(context, ['systemctl', 'show', '--value', '-p', 'ActiveState', '--', unit], signal);
  const state = output.stdout.trim();
  if (output.exitCode === 0 && state !== '') return state;
  throw new HpchaError({code: 'command', where: context.host, what: `systemctl does not tell the state of ${unit}`});
}

export const hostChecks: CheckGroup = {
  /** unit */
  'unit-active': async (context, args, signal) => {
    const state = await unitState(context, textArg(args, 'unit'), signal);
    return holds(state === 'active', `${textArg(args, 'unit')} is ${state}`);
  },

  /** unit. A failed unit is at rest too. */
  'unit-inactive': async (context, args, signal) => {
    const state = await unitState(context, textArg(args, 'unit'), signal);
    return holds(['inactive', 'failed'].includes(state), `${textArg(args, 'unit')} is ${state}`);
  },

  /** names: all of them are installed, says dpkg. */
  'packages-installed': async (context, args, signal) => {
    const names = listArg(args, 'names');
    const output = await lookAt(
      context,
      ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...names],
      signal,
    );
    const installed = new Set(output.stdout.split('\n').flatMap((line) => /^(\S+) installed$/.exec(line)?.[1] ?? []));
    const missing = names.filter((name) => !installed.has(name));
    return missing.length === 0
      ? yes(`${names.length} packages are installed`)
      : no(`not installed: ${missing.join(', ')}`);
  },

  /** path */
  'path-exists': async (context, args, signal) => {
    const path = textArg(args, 'path');
    const output = await lookAt(context, ['test', '-e', path], signal);
    return holds(output.exitCode === 0, `${path} is ${output.exitCode === 0 ? '' : 'not '}there`);
  },

  /** path, seconds: it was written within the last seconds, by this host's clock. */
  'file-fresh': async (context, args, signal) => {
    const path = textArg(args, 'path');
    const within = numberArg(args, 'seconds');
    const output = await lookAt(
      context,
      ['sh', '-c', 'echo $(($(date +%s) - $(stat -c %Y "$1")))', 'hpcha-age', path],
      signal,
    );
    const age = Number.parseInt(output.stdout, 10);
    if (output.exitCode !== 0 || Number.isNaN(age)) return no(`${path} is not there`);
    return holds(age <= within, `${path} is ${age} s old`);
  },

  /** port: something listens on it. */
  'port-open': async (context, args, signal) => {
    const port = numberArg(args, 'port');
    const output = await lookAt(context, ['ss', '-Hltn', `sport = :${port}`], signal);
    const open = output.exitCode === 0 && output.stdout.trim() !== '';
    return holds(open, open ? `port ${port} is open` : `nothing listens on port ${port}`);
  },

  /** path, fstype. From the kernel's table: never touches the mount, which may hang. */
  mounted: async (context, args, signal) => {
    const path = textArg(args, 'path');
    const types = await mountedTypes(context, path, signal);
    return holds(types.at(-1) === textArg(args, 'fstype'), `${path}: ${types.at(-1) ?? 'nothing is mounted'}`);
  },

  /** path: nothing is mounted on it. */
  'not-mounted': async (context, args, signal) => {
    const path = textArg(args, 'path');
    const types = await mountedTypes(context, path, signal);
    return holds(types.length === 0, `${path}: ${types.at(-1) ?? 'nothing is mounted'}`);
  },

  'firewall-loaded': async (context, _args, signal) => {
    const output = await lookAt(context, ['nft', 'list', 'table', 'inet', 'hpcha'], signal);
    const loaded = output.exitCode === 0;
    return holds(
      loaded,
      loaded ? 'table inet hpcha is loaded' : `no table inet hpcha: ${output.stderr.trim().slice(0, 200)}`,
    );
  },
};

async function mountedTypes(context: CheckContext, path: string, signal: AbortSignal): Promise<readonly string[]> {
  const output = await lookAt(context, ['cat', '/proc/mounts'], signal);
  const lines = output.stdout.split('\n').map((line) => line.split(' '));
  return lines.filter(([, target]) => target === path).flatMap(([, , type]) => (type === undefined ? [] : [type]));
}
