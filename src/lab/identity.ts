// What makes a machine itself: host name, ssh host keys, and who may log in. Made once, copied over the base at its first boot.

import {randomBytes} from 'node:crypto';
import {chmod, mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {BASE_HOSTS, OPERATORS} from './base-recipe.ts';
import {run} from './command-line.ts';
import {fileExists} from './disk.ts';
import {type MachinePlaces, type MachineSpec, machinePlaces} from './naming.ts';
import type {LabPaths} from './paths.ts';
import type {LabState} from './state.ts';

/** The lab's own key pair and operator2's password, made once. */
export async function makeLabKeys(paths: LabPaths): Promise<void> {
  if (!(await fileExists(paths.key))) {
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'hpcha-lab', '-f', paths.key]);
  }
  if (!(await fileExists(paths.operatorPassword))) {
    await writeFile(paths.operatorPassword, `${randomBytes(18).toString('base64url')}\n`, {mode: 0o600});
  }
}

/**
 * Prepares the files that make a machine itself, in a directory that its launcher copies over the base at the first boot.
 * Made under another name and renamed, so that a half-made identity is never used.
 */
export async function makeIdentity(paths: LabPaths, spec: MachineSpec, places: MachinePlaces): Promise<void> {
  if (await fileExists(places.identity)) return;
  const partial = `${places.identity}.part`;
  await rm(partial, {recursive: true, force: true});
  await directory(partial, 0o755);
  for (const dir of ['etc', 'etc/ssh', 'home']) await directory(join(partial, dir), 0o755);
  await writeFile(join(partial, 'etc/hostname'), `${spec.name}\n`);
  await writeFile(join(partial, 'etc/hosts'), `${BASE_HOSTS}${spec.address} ${spec.name}\n`);
  await run(['ssh-keygen', '-A', '-f', partial]);
  const publicKey = await readFile(`${paths.key}.pub`, 'utf8');
  await authorize(join(partial, 'root'), 0o700, publicKey);
  for (const user of OPERATORS) await authorize(join(partial, 'home', user), 0o755, publicKey);
  await rename(partial, places.identity);
}

async function directory(path: string, mode: number): Promise<void> {
  await mkdir(path);
  await chmod(path, mode);
}

async function authorize(home: string, mode: number, publicKey: string): Promise<void> {
  await directory(home, mode);
  await directory(join(home, '.ssh'), 0o700);
  await writeFile(join(home, '.ssh/authorized_keys'), publicKey, {mode: 0o600});
}

/** The public host keys of a machine as known_hosts lines; none for one that was interrupted before it had any. */
async function hostKeyLines(spec: MachineSpec, places: MachinePlaces): Promise<string> {
  if (!(await fileExists(places.identity))) return '';
  const ssh = join(places.identity, 'etc/ssh');
  const names = (await readdir(ssh)).filter((name) => /^ssh_host_.*_key\.pub$/.test(name)).sort();
  const keys = await Promise.all(names.map((name) => readFile(join(ssh, name), 'utf8')));
  return keys.map((key) => `${spec.address},${spec.name} ${key.split(' ').slice(0, 2).join(' ').trim()}\n`).join('');
}

/** Writes the lab's known_hosts from the machines' own keys: nothing is ever learnt from the network. */
export async function writeKnownHosts(paths: LabPaths, state: LabState): Promise<void> {
  const places = (machine: MachineSpec): MachinePlaces => machinePlaces(paths, state.index, machine.name);
  const known = await Promise.all(state.machines.map((machine) => hostKeyLines(machine, places(machine))));
  await writeFile(paths.knownHosts, known.join(''), {mode: 0o600});
}
