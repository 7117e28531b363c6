// Steps around the maintenance flag: a controller with it gives the address away and takes none (ha-operations §4.1).

import type {Check} from '../../model/check.ts';
import type {Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {check, step} from '../step.ts';

/**
 * Who and why come from the lock's own record on that controller (op.json), so that a plan needs no names and no clock in it.
 * The note is written before the flag: whoever sees the flag can read whose it is. $1: seconds until it expires; $2: a reason.
 */
const setScript = `set -e
d=/run/hpcha
field() { sed -n 's/.*"'"$1"'":"\\(\\([^"\\\\]\\|\\\\.\\)*\\)".*/\\1/p' "$d/op.json" 2>/dev/null | head -n 1; }
now=$(date +%s)
reason=$(field reason); [ -n "$reason" ] || reason=$2
printf '{"owner":"%s","reason":"%s","since":%s000,"until":%s000}\\n' "$(field operator)" "$reason" "$now" "$((now + $1))" > "$d/vrrp.maint.new"
mv "$d/vrrp.maint.new" "$d/vrrp.maint.json"
echo 1 > "$d/vrrp.maint"`;

const clearScript = `d=/run/hpcha
mkdir -p "$d"
echo 0 > "$d/vrrp.maint"
rm -f "$d/vrrp.maint.json"`;

export type FlagStep = {
  readonly stage: string;
  readonly on: HostName;
  readonly reason: string;
  readonly seconds: number;
  readonly before?: readonly Check[];
  readonly after?: readonly Check[];
  readonly timeoutMs?: number;
  readonly title?: string;
};

export function setFlag({stage, on, reason, seconds, before, after, timeoutMs, title}: FlagStep): Step {
  return step({
    stage,
    on,
    title: title ?? 'put keepalived into maintenance',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', setScript, 'hpcha-vrrp-flag', String(seconds), reason],
      unless: {argv: ['grep', '-qx', '1', '/run/hpcha/vrrp.maint'], expect: {kind: 'exit', codes: [0]}},
    },
    ...(before === undefined ? {} : {before}),
    after: after ?? [check('vrrp-state', {state: 'FAULT'})],
    timeoutMs: timeoutMs ?? 15_000,
  });
}

export function clearFlag(stage: string, on: HostName, after: readonly Check[] = [check('vrrp-takes-part')]): Step {
  return step({
    stage,
    on,
    title: 'take keepalived out of maintenance',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', clearScript, 'hpcha-vrrp-unflag'],
      unless: {argv: ['grep', '-qx', '0', '/run/hpcha/vrrp.maint'], expect: {kind: 'exit', codes: [0]}},
    },
    after,
    timeoutMs: 20_000,
  });
}
