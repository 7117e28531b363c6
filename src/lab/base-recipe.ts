// What every lab machine has beyond debootstrap's packages: files, masked units, accounts. Changing it makes a new base.

import {createHash} from 'node:crypto';
import {BASE_PACKAGES, SUITE} from './packages.ts';

export type RecipeFile = {readonly path: string; readonly content: string; readonly mode: number};

/** Units that make no sense in a container or that would fetch from the internet; masked, so that `systemctl --failed` stays empty. */
export const MASKED_UNITS: readonly string[] = [
  ...['apt-daily.timer', 'apt-daily.service', 'apt-daily-upgrade.timer', 'apt-daily-upgrade.service'],
  ...[
    'e2scrub_all.timer',
    'e2scrub_reap.service',
    'fstrim.timer',
    'systemd-pstore.service',
    'systemd-timesyncd.service',
  ],
  ...[
    'console-getty.service',
    'getty@tty1.service',
    'container-getty@.service',
    'systemd-networkd-wait-online.service',
  ],
  ...[
    'dev-hugepages.mount',
    'sys-kernel-debug.mount',
    'sys-kernel-tracing.mount',
    'sys-fs-fuse-connections.mount',
    'proc-sys-fs-binfmt_misc.automount',
  ],
];

/** `operator1` may become root without a password, `operator2` only with one: the two cases of `become: sudo`. */
export const OPERATORS: readonly string[] = ['operator1', 'operator2'];

/** What /etc/hosts holds before a machine adds itself. */
export const BASE_HOSTS = '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n';

export const RECIPE_FILES: readonly RecipeFile[] = [
  {path: '/etc/apt/sources.list', mode: 0o644, content: 'deb [trusted=yes] file:/srv/apt ./\n'},
  {path: '/etc/hosts', mode: 0o644, content: BASE_HOSTS},
  {path: '/etc/resolv.conf', mode: 0o644, content: '# The lab has no route outside and no name server.\n'},
  {path: '/etc/machine-id', mode: 0o444, content: ''},
  {path: '/etc/default/locale', mode: 0o644, content: 'LANG=C.UTF-8\n'},
  {
    path: '/etc/ssh/sshd_config.d/10-lab.conf',
    mode: 0o644,
    content: 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nUseDNS no\n',
  },
  {
    path: '/etc/systemd/journald.conf.d/10-lab.conf',
    mode: 0o644,
    content: '[Journal]\nStorage=persistent\nSystemMaxUse=64M\nRuntimeMaxUse=16M\nReadKMsg=no\n',
  },
  {
    path: '/etc/sudoers.d/10-lab',
    mode: 0o440,
    content: 'operator1 ALL=(ALL:ALL) NOPASSWD: ALL\noperator2 ALL=(ALL:ALL) ALL\n',
  },
];

/** Raised when the way a base is made changes without any of its data changing. */
const RECIPE_VERSION = 1;

/** Names the base: any change of the recipe gives another name, and labs that stand on the old one keep it. */
export function baseStamp(arch: string): string {
  const recipe = JSON.stringify([RECIPE_VERSION, arch, SUITE, BASE_PACKAGES, MASKED_UNITS, OPERATORS, RECIPE_FILES]);
  return createHash('sha256').update(recipe).digest('hex').slice(0, 12);
}

/** Debian's name of this machine's architecture. */
export function debianArch(nodeArch: string): string {
  return nodeArch === 'x64' ? 'amd64' : nodeArch;
}
