// Decides whether the key that a host offers is believed, and says what to do when it is not.

import {mkdir, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {HpchaError} from '../model/error.ts';
import type {HostKeyAlgorithm, HostKeyVerdict, KnownKey} from './known-hosts.ts';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownHostsName,
  parseKnownHosts,
  preferredAlgorithms,
} from './known-hosts.ts';
import {readOptional} from './read-optional.ts';
import {messageOf} from './transport-errors.ts';

export type HostKeyPolicy = {
  /** For messages. */
  readonly where: string;
  readonly address: string;
  readonly port: number;
  /** Further names the host may be known by (its host name, HostKeyAlias), without the port. */
  readonly aliases: readonly string[];
  /** The first one takes new keys. */
  readonly files: readonly string[];
  readonly mode: 'strict' | 'accept-new';
};

export type HostKeyCheck = {
  readonly algorithms: HostKeyAlgorithm[];
  /** Resolves when the key is believed. Rejects with `host-key`. */
  verify(offered: Buffer): Promise<void>;
};

/** Reads the files once for one connection attempt. Throws `config` for one that cannot be read. */
export async function openHostKeyCheck(policy: HostKeyPolicy): Promise<HostKeyCheck> {
  const texts = await Promise.all(policy.files.map(async (path) => ({path, text: (await readOptional(path)) ?? ''})));
  const known = parseKnownHosts(texts);
  const names = namesOf(policy);
  return {
    algorithms: preferredAlgorithms(known, names),
    verify: (offered) => decide(policy, judgeHostKey(known, names, offered), offered),
  };
}

function namesOf(policy: HostKeyPolicy): readonly string[] {
  return [policy.address, ...policy.aliases].map((name) => knownHostsName(name, policy.port));
}

async function decide(policy: HostKeyPolicy, verdict: HostKeyVerdict, offered: Buffer): Promise<void> {
  switch (verdict.kind) {
    case 'known':
      return;
    case 'unknown':
      if (policy.mode === 'accept-new') return appendKey(policy, offered);
      throw refusal(policy, `its host key is not known yet; it offers ${describe(offered)}`, unknownHint(policy));
    case 'changed':
      throw refusal(
        policy,
        `HOST KEY CHANGED: it offers ${describe(offered)}, but ${place(verdict.known)} holds ${describe(verdict.known.key)}`,
        `someone may be listening in between. If the machine was reinstalled: ${removeCommand(policy, verdict.known)}`,
      );
    case 'other-types':
      throw refusal(
        policy,
        `it offers ${describe(offered)}, but only ${verdict.known.map((one) => `${one.type} (${place(one)})`).join(', ')} is known`,
        `compare the fingerprint on its console (ssh-keygen -lf /etc/ssh/ssh_host_*.pub), then: ${scanCommand(policy)}`,
      );
    case 'revoked':
      throw refusal(
        policy,
        `its host key ${describe(offered)} is marked @revoked in ${place(verdict.by)}`,
        'give the host a new key (ssh-keygen -A after removing /etc/ssh/ssh_host_*); never remove the mark',
      );
  }
}

function refusal(policy: HostKeyPolicy, what: string, hint: string): HpchaError {
  return new HpchaError({code: 'host-key', where: policy.where, what, hint});
}

function describe(key: Buffer): string {
  return `${keyType(key) ?? 'an unreadable key'} ${fingerprint(key)}`;
}

function place(key: KnownKey): string {
  return `${key.file}:${key.line}`;
}

function unknownHint(policy: HostKeyPolicy): string {
  const port = policy.port === 22 ? '' : `-p ${policy.port} `;
  return `log in once and compare the fingerprint: ssh ${port}${policy.address}; or: ${scanCommand(policy)}; or set host_key: accept-new`;
}

function scanCommand(policy: HostKeyPolicy): string {
  const port = policy.port === 22 ? '' : `-p ${policy.port} `;
  return `ssh-keyscan ${port}${policy.address} >> ${policy.files[0] ?? '~/.ssh/known_hosts'}`;
}

function removeCommand(policy: HostKeyPolicy, known: KnownKey): string {
  return `ssh-keygen -f ${known.file} -R '${knownHostsName(policy.address, policy.port)}' (line ${known.line}), then connect again`;
}

/** One write of one whole line with O_APPEND, so that several connections cannot mix theirs; on disk before it is believed. */
async function appendKey(policy: HostKeyPolicy, offered: Buffer): Promise<void> {
  const path = policy.files[0];
  if (path === undefined || path === '/dev/null') return;
  const line = `${knownHostsName(policy.address, policy.port)} ${keyType(offered) ?? ''} ${offered.toString('base64')}\n`;
  try {
    const text = await readOptional(path);
    const separator = text === undefined || text === '' || text.endsWith('\n') ? '' : '\n';
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    const file = await open(path, 'a', 0o600);
    try {
      await file.write(separator + line);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw refusal(
      policy,
      `its new host key cannot be written to ${path}: ${messageOf(error)}`,
      'make that file writable, or set ssh.known_hosts',
    );
  }
}
