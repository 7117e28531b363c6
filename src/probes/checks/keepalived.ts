// Checks of the virtual address and of keepalived that plans may name.

import type {Check, CheckResult} from '../../model/check.ts';
import type {HostName} from '../../model/service.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {addressesLook, vipNeighbourLook, vrrpMaintenancePath, vrrpStatePath} from '../catalogue/keepalived.ts';
import {parseAddresses, parseNeighbour} from '../keepalived/parse-keepalived.ts';
import {pause} from '../pause.ts';
import {type CheckGroup, holds, listArg, no, numberArg, textArg} from './check-group.ts';

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

/** owner: it alone holds the address. */
async function ownedBy(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const found = await owners(context, args, signal);
  return holds(
    found.length === 1 && found[0] === textArg(args, 'owner'),
    found.length === 0 ? 'nobody holds it' : `${found.join(' and ')} ${found.length === 1 ? 'holds' : 'hold'} it`,
  );
}

const betweenSamplesMs = 300;

/** owner, samples: it alone holds the address, seen that often in a row (ha-operations §4.4). */
async function stays(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const wanted = numberArg(args, 'samples');
  for (let sample = 1; sample <= wanted; sample += 1) {
    const seen = await ownedBy(context, args, signal);
    if (seen.holds !== 'yes') return {...seen, saw: `sample ${sample} of ${wanted}: ${seen.saw}`};
    if (sample < wanted) await pause(betweenSamplesMs, signal);
  }
  return holds(true, `${textArg(args, 'owner')} alone holds it, ${wanted} times in a row`);
}

/** The address is on no interface here. */
async function notHere(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  return holds((await owners(context, {...args, hosts: [context.host]}, signal)).length === 0, `on ${context.host}`);
}

/** owner: packets to the address go to the MAC of that controller. Asked after a ping, so that there is an entry. */
async function neighbour(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const vip = textArg(args, 'vip');
  const owner = textArg(args, 'owner');
  const [entry, addresses] = await Promise.all([
    context.inspector(context.host).inspect(vipNeighbourLook(vip).argv, {timeoutMs: 5000}, signal),
    context.inspector(owner).inspect(addressesLook.argv, {timeoutMs: 5000}, signal),
  ]);
  const believed = parseNeighbour(entry.stdout, vip, context.host).neighbourMac;
  const {mac} = parseAddresses(addresses.stdout, {vip, own: vip}, owner);
  if (believed === null) return no(`${context.host} has no neighbour entry for ${vip}`);
  return holds(believed === mac, `${context.host} sends to ${believed}, ${owner} has ${mac ?? 'no MAC'}`);
}

/** state: what keepalived's notify script last wrote. */
async function vrrpState(context: CheckContext, args: Args, signal: AbortSignal): Promise<CheckResult> {
  const line = (await context.inspector(context.host).readFile(vrrpStatePath, signal))?.content.trim() ?? '';
  const state = line.split(' ')[2] ?? 'no state';
  return holds(state === textArg(args, 'state'), `keepalived on ${context.host} is ${state}`);
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
  'vip-owned-by': ownedBy,
  'vip-stays': stays,
  'vip-not-here': notHere,
  'vip-neighbour': neighbour,
  'vrrp-state': vrrpState,
  'vip-not-foreign': notForeign,
  'vip-answers': answers,
  'vrrp-takes-part': takesPart,
};
