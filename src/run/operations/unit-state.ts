// What systemd says about one unit, as far as an operation needs it.

import {HpchaError} from '../../model/error.ts';
import type {HostInspector} from '../../transport/host.ts';
import {inspectTimeoutMs, lastLines} from './contract.ts';

export type UnitState = {
  /** LoadState: loaded, not-found, masked … */
  readonly load: string;
  /** ActiveState: active, inactive, failed, activating … */
  readonly active: string;
  /** UnitFileState: enabled, disabled, static, masked, masked-runtime … or ''. */
  readonly file: string;
  readonly mainPid: number;
  /** Files on disk are newer than what systemd has loaded. */
  readonly needReload: boolean;
};

const properties = 'LoadState,ActiveState,UnitFileState,MainPID,NeedDaemonReload';

export async function seeUnit(unit: string, inspector: HostInspector, signal: AbortSignal): Promise<UnitState> {
  const argv = ['systemctl', 'show', '--no-pager', '-p', properties, '--', unit] as const;
  const output = await inspector.inspect(argv, {timeoutMs: inspectTimeoutMs}, signal);
  const values = new Map(output.stdout.split('\n').map((line) => splitOnce(line)));
  const active = values.get('ActiveState');
  if (output.exitCode !== 0 || active === undefined) {
    const what = `systemctl cannot tell the state of ${unit}: ${lastLines(output.stderr, 3)}`;
    throw new HpchaError({code: 'command', where: inspector.host, what});
  }
  return {
    load: values.get('LoadState') ?? '',
    active,
    file: values.get('UnitFileState') ?? '',
    mainPid: Number(values.get('MainPID') ?? '0'),
    needReload: values.get('NeedDaemonReload') === 'yes',
  };
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf('=');
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}
