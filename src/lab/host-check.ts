// What the lab needs of its host, looked at before anything is made; every lack is named together with what installs it.

import {access, constants, readFile, statfs} from 'node:fs/promises';
import {delimiter, dirname, join} from 'node:path';
import {HpchaError} from '../model/error.ts';
import {KEYRING} from './base.ts';
import {fileExists} from './disk.ts';
import {currentMounts} from './mounts.ts';
import type {LabRoot} from './paths.ts';
import {searchPath} from './search-path.ts';

/** Command → Debian and Ubuntu package. */
const COMMANDS: Readonly<Record<string, string>> = {
  debootstrap: 'debootstrap',
  'systemd-nspawn': 'systemd-container',
  ip: 'iproute2',
  'dpkg-scanpackages': 'dpkg-dev',
  'apt-get': 'apt',
  losetup: 'mount',
  mount: 'mount',
  'mkfs.ext4': 'e2fsprogs',
  e2fsck: 'e2fsprogs',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  flock: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  fstrim: 'util-linux',
};

/** Bytes: base 0.4 GB, packages 0.2 GB, and about 1.5 GB for each deployed machine. */
const SHARED_BYTES = 1e9;
const MACHINE_BYTES = 1.5e9;

export type Lack = {readonly what: string; readonly package?: string};

/** Everything that is missing. */
export async function missingOnHost(env: Readonly<Record<string, string | undefined>>): Promise<readonly Lack[]> {
  const lacks: Lack[] = [];
  const path = searchPath(env).split(delimiter);
  for (const [command, name] of Object.entries(COMMANDS)) {
    if (!(await isCommand(command, path))) lacks.push({what: `the command ${command}`, package: name});
  }
  if (!(await fileExists(KEYRING)))
    lacks.push({what: `Debian's archive keys (${KEYRING})`, package: 'debian-archive-keyring'});
  if (!(await fileExists('/dev/fuse'))) lacks.push({what: '/dev/fuse (kernel module fuse: modprobe fuse)'});
  if (!(await fileExists('/dev/loop-control')))
    lacks.push({what: '/dev/loop-control (kernel module loop: modprobe loop)'});
  const filesystems = await readFile('/proc/filesystems', 'utf8');
  if (!/\toverlay$/m.test(filesystems) && !(await fileExists('/sys/module/overlay')))
    lacks.push({what: 'overlayfs (modprobe overlay)'});
  if (!(await currentMounts()).some((mount) => /^cgroup2?$/.test(mount.type)))
    lacks.push({what: 'a mounted /sys/fs/cgroup'});
  return lacks;
}

async function isCommand(command: string, path: readonly string[]): Promise<boolean> {
  for (const dir of path) {
    const executable = await access(join(dir, command), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return true;
  }
  return false;
}

/** Throws `refused` unless we are root on Linux. */
export function assertRootOnLinux(): void {
  if (process.platform !== 'linux') {
    throw new HpchaError({
      code: 'refused',
      where: 'lab',
      what: `needs Linux namespaces, and this is ${process.platform}`,
      hint: 'run it on a Linux machine or in a virtual one',
    });
  }
  if (process.getuid?.() !== 0) {
    throw new HpchaError({
      code: 'refused',
      where: 'lab',
      what: 'needs root for namespaces, mounts and control groups',
      hint: 'run it again with sudo',
    });
  }
}

/** Throws `missing` naming every lack, with the one command that installs the packages. */
export function assertNothingMissing(lacks: readonly Lack[]): void {
  if (lacks.length === 0) return;
  const packages = [...new Set(lacks.flatMap((lack) => lack.package ?? []))];
  const what = `this machine lacks ${lacks.map((lack) => lack.what).join(', ')}`;
  if (packages.length === 0) throw new HpchaError({code: 'missing', where: 'lab', what});
  const hint = `apt-get install ${packages.join(' ')}   (or let the lab do it: lab up --install-host-packages)`;
  throw new HpchaError({code: 'missing', where: 'lab', what, hint});
}

/** Throws `refused` when the file system of the lab directory has no room for that many machines. */
export async function assertSpace(root: LabRoot, newMachines: number): Promise<void> {
  let dir = root.dir;
  while (!(await fileExists(dir))) dir = dirname(dir);
  const fs = await statfs(dir);
  const free = fs.bavail * fs.bsize;
  const shared = (await fileExists(root.base)) ? 0 : SHARED_BYTES;
  assertFree(root.dir, `${newMachines} new machines`, shared + newMachines * MACHINE_BYTES, free);
}

/** Throws `refused` when a copy of that many bytes would not fit beside what is there. */
export async function assertRoomFor(dir: string, what: string, bytes: number): Promise<void> {
  const fs = await statfs(dir);
  assertFree(dir, what, bytes, fs.bavail * fs.bsize);
}

function assertFree(dir: string, what: string, needed: number, free: number): void {
  if (free >= needed) return;
  const gb = (bytes: number): string => (bytes / 1e9).toFixed(1);
  throw new HpchaError({
    code: 'refused',
    where: dir,
    what: `${what} may need ${gb(needed)} GB, and ${gb(free)} GB are free`,
    hint: 'free some, or set HPCHA_LAB_DIR to a larger file system',
  });
}
