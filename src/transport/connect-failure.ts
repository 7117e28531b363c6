// Says in words why a login did not come about, by the stage that it had reached.

import {HpchaError, isHpchaError} from '../model/error.ts';
import type {Identities} from './identities.ts';
import {messageOf, seconds, systemCode} from './transport-errors.ts';

/** How far a connection attempt had come. */
export type ConnectStage = 'tcp' | 'banner' | 'handshake' | 'login';

/** Written by the attempt, read by those who stop waiting for it. */
export type ConnectProgress = {stage: ConnectStage};

export type ConnectPlace = {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
};

const tcpFailures: Readonly<Record<string, {readonly what: string; readonly hint: string}>> = {
  ECONNREFUSED: {
    what: 'refused the connection',
    hint: 'the machine answers but no sshd listens there: systemctl status ssh on its console',
  },
  EHOSTUNREACH: {
    what: 'cannot be reached (no route to host)',
    hint: 'is it powered on and on this network? ping it from its neighbour',
  },
  ENETUNREACH: {
    what: 'cannot be reached (no route to that network)',
    hint: 'check the routes of this machine: ip route get',
  },
  ETIMEDOUT: {what: 'did not answer', hint: 'it is powered off, cut off, or a firewall drops the packets'},
  ECONNRESET: {
    what: 'reset the connection before login',
    hint: 'sshd is overloaded (MaxStartups), or a firewall cuts in',
  },
  EPIPE: {what: 'closed the connection before login', hint: 'sshd is overloaded (MaxStartups), or a firewall cuts in'},
  ENOTFOUND: {
    what: 'is a name that nothing resolves',
    hint: 'write its address, or give it a HostName in ~/.ssh/config',
  },
  EAI_AGAIN: {what: 'is a name that cannot be resolved now', hint: 'write its address, or check the name servers'},
};

/** The deadline passed. A hung sshd accepts TCP and then says nothing, which must not read like a powered-off machine. */
export function connectTimeout(place: ConnectPlace, stage: ConnectStage, ms: number): HpchaError {
  const name = `${place.address}:${place.port}`;
  const words: Readonly<Record<ConnectStage, readonly [string, string]>> = {
    tcp: [
      `${name} did not answer within ${seconds(ms)}`,
      'it is powered off, cut off, or a firewall drops the packets',
    ],
    banner: [
      `${name} accepts connections but sshd says nothing (no banner within ${seconds(ms)})`,
      'sshd is stopped or the machine is overloaded: look at its console; sessions that are open may still work',
    ],
    handshake: [
      `${name} did not finish the key exchange within ${seconds(ms)}`,
      'the machine or the network is overloaded',
    ],
    login: [
      `${name} did not finish the login of ${place.user} within ${seconds(ms)}`,
      'sshd may wait for PAM, DNS (UseDNS) or a full disk',
    ],
  };
  const [what, hint] = words[stage];
  return new HpchaError({code: 'unreachable', where: place.host, what, hint});
}

export function connectFailure(place: ConnectPlace, stage: ConnectStage, thrown: unknown): HpchaError {
  if (isHpchaError(thrown)) return thrown;
  const name = `${place.address}:${place.port}`;
  const known = tcpFailures[systemCode(thrown) ?? ''];
  if (known !== undefined) {
    return new HpchaError({
      code: 'unreachable',
      where: place.host,
      what: `${name} ${known.what}`,
      hint: known.hint,
      cause: thrown,
    });
  }
  const closed =
    stage === 'banner' ? 'closed the connection before login' : `ended the connection (${messageOf(thrown)})`;
  return new HpchaError({
    code: 'unreachable',
    where: place.host,
    what: `${name} ${closed}`,
    hint: 'look at its sshd: journalctl -u ssh (MaxStartups, DenyUsers, algorithms)',
  });
}

/** No key was accepted: which were tried, which could not be, and what to do. */
export function authFailure(place: ConnectPlace, identities: Identities, notes: readonly string[]): HpchaError {
  const tried = identities.tried.length === 0 ? 'nothing to try' : `tried ${identities.tried.join(', ')}`;
  const problems = [...identities.skipped, ...notes];
  const also = problems.length === 0 ? '' : `; ${problems.join('; ')}`;
  return new HpchaError({
    code: 'auth',
    where: place.host,
    what: `${place.address} does not let ${place.user} in: ${tried}${also}`,
    hint: `give it the key: ssh-copy-id ${place.port === 22 ? '' : `-p ${place.port} `}${place.user}@${place.address}, or set ssh.identity_file`,
  });
}
