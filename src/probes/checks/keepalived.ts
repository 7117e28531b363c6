// Checks of the virtual address and of keepalived that plans may name.

import type {Check, CheckResult} from '../../model/check.ts';
import type {HostName} from '../../model/service.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {vrrpMaintenancePath, vrrpStatePath} from '../catalogue/keepalived.ts';
import {type CheckGroup, holds, listArg, no, textArg} from './check-group.ts';

type Args = Check['args'];

/** Controllers on whose interfaces the kernel has the address. One that does not answer makes this reject: unknown, not absent. */
async function owners(context: CheckContext, args: Args, signal: AbortSignal): Promise<readonly HostName[]> {
  const argv = ['ip', '-o', '-4', 'addr', 'show', 'to', `${textArg(args, 'vip')}/32`] as const;
  const seen = await Promise.all(
    listArg(args, 'hosts').map(async (host) => {
      const output = await context.inspector(host).inspect(argv, {timeoutMs: 5000}, signal);
      if (output.exitCode !== 0) throw new Error(`${host} does not tell its addresses: ${output.stderr.trim()}`);
      return output.stdout.trim() === '' ? [] : [host];
    }),
  );
  return seen.flat();
}

async function ownedOnce(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const found = await owners(context, args, signal);
  const vip = textArg(args, 'vip');
  if (found.length === 0) return no(`no controller holds ${vip}`);
  return holds(found.length === 1, `${found.join(' and ')} ${found.length === 1 ? 'holds' : 'hold'} ${vip}`);
}

/** Before the address is used for the first time: nobody outside the cluster may answer it already. */
async function notForeign(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const found = await owners(context, args, signal);
  const vip = textArg(args, 'vip');
  if (found.length > 0) return holds(true, `${found.join(' and ')} has ${vip}`);
  const argv = ['ping', '-n', '-c', '1', '-W', '1', vip] as const;
  const output = await context.inspector(context.host).inspect(argv, {timeoutMs: 5000}, signal);
  const foreign = output.exitCode === 0;
  return holds(
    !foreign,
    foreign ? `${vip} answers though no controller holds it: another machine has it` : `${vip} is free`,
  );
}

/** keepalived has taken its place: MASTER or BACKUP, as its notify script wrote it; FAULT only while in maintenance. */
async function takesPart(context: CheckContext, _args: Args, signal: AbortSignal): Promise<CheckResult> {
  const inspector = context.inspector(context.host);
  const argv = ['systemctl', 'show', '--value', '-p', 'ActiveState', 'keepalived.service'] as const;
  const active = (await inspector.inspect(argv, {timeoutMs: 5000}, signal)).stdout.trim();
  const line = (await inspector.readFile(vrrpStatePath, signal))?.content.trim() ?? '';
  // EPOCH INSTANCE STATE PRIORITY
  const state = line.split(' ')[2] ?? 'no state yet';
  const flag = (await inspector.readFile(vrrpMaintenancePath, signal))?.content.trim() ?? '0';
  const excused = state === 'FAULT' && flag !== '0';
  const takes = state === 'MASTER' || state === 'BACKUP' || excused;
  return holds(active === 'active' && takes, `keepalived is ${active}, ${state}${excused ? ' (maintenance)' : ''}`);
}

/** The address answers from here, over the network unless this controller holds it itself. */
async function answers(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const vip = textArg(args, 'vip');
  const argv = ['ping', '-n', '-c', '1', '-W', '1', vip] as const;
  const output = await context.inspector(context.host).inspect(argv, {timeoutMs: 5000}, signal);
  return holds(
    output.exitCode === 0,
    `${vip} ${output.exitCode === 0 ? 'answers' : 'does not answer'} ${context.host}`,
  );
}

export const keepalivedChecks: CheckGroup = {
  'vip-owned-once': ownedOnce,
  'vip-not-foreign': notForeign,
  'vip-answers': answers,
  'vrrp-takes-part': takesPart,
};
