// The `user` operation: an account and its group. An account that exists with another uid is reported, never renumbered.

import {HpchaError} from '../../model/error.ts';
import type {UserOperation} from '../../model/operation.ts';
import type {HostInspector} from '../../transport/host.ts';
import type {OperationKind} from './contract.ts';
import {commandFailed, inspectTimeoutMs, mustRun, script} from './contract.ts';

const look = 'getent passwd "$1"; getent group "$2"; true';

type Seen = {readonly uid: number | null; readonly gid: number | null};

export const userKind: OperationKind<UserOperation> = {
  async inspect(user, {inspector}, signal) {
    const seen = await see(user, inspector, signal);
    refuseOtherNumbers(user, seen, inspector.host);
    if (seen.uid !== null && seen.gid !== null) return {needed: false};
    const number = user.uid === undefined ? '' : ` uid ${user.uid}`;
    return {needed: true, diff: `user ${user.name}${number} in group ${user.group}\n`};
  },

  async apply(user, context, signal) {
    const seen = await see(user, context.inspector, signal);
    const system = user.system ? ['--system'] : [];
    if (seen.gid === null) {
      const gid = user.gid === undefined ? [] : ['--gid', String(user.gid)];
      await mustRun(context, ['groupadd', ...system, ...gid, user.group], signal);
    }
    if (seen.uid === null) {
      const uid = user.uid === undefined ? [] : ['--uid', String(user.uid)];
      const place = ['--gid', user.group, '--home-dir', user.home, '--shell', user.shell, '--no-create-home'];
      await mustRun(context, ['useradd', ...system, ...uid, ...place, user.name], signal);
    }
    return {};
  },
};

async function see(user: UserOperation, inspector: HostInspector, signal: AbortSignal): Promise<Seen> {
  const argv = script('hpcha-user-look', look, user.name, user.group);
  const output = await inspector.inspect(argv, {timeoutMs: inspectTimeoutMs}, signal);
  if (output.exitCode !== 0) throw commandFailed(inspector.host, argv, output);
  const records = output.stdout.split('\n').map((line) => line.split(':'));
  // passwd has seven fields, group four; both carry their number third.
  const uid = records.find((fields) => fields.length === 7 && fields[0] === user.name)?.[2];
  const gid = records.find((fields) => fields.length === 4 && fields[0] === user.group)?.[2];
  return {uid: uid === undefined ? null : Number(uid), gid: gid === undefined ? null : Number(gid)};
}

function refuseOtherNumbers(user: UserOperation, seen: Seen, host: string): void {
  const wrongUid = seen.uid !== null && user.uid !== undefined && seen.uid !== user.uid;
  const wrongGid = seen.gid !== null && user.gid !== undefined && seen.gid !== user.gid;
  if (!wrongUid && !wrongGid) return;
  const what = `${user.name} has uid ${seen.uid} and its group gid ${seen.gid}; uid ${user.uid ?? 'any'} and gid ${user.gid ?? 'any'} are wanted`;
  const hint = `give ${user.name} the same numbers on all machines (usermod -u, groupmod -g, then chown its files)`;
  throw new HpchaError({code: 'refused', where: host, what, hint});
}
