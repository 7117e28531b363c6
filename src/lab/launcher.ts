// The process that becomes a machine's nspawn: own control groups, own mount namespace, own disk.

import {join} from 'node:path';
import {DISK_OPTIONS} from './disk.ts';
import type {MachinePlaces} from './naming.ts';

export type LauncherInput = {
  readonly places: MachinePlaces;
  readonly base: string;
  readonly operatorPassword: string;
  readonly groups: readonly string[];
  readonly nspawn: readonly string[];
};

/**
 * Moves itself into the machine's control groups first, so that nothing of the machine is ever outside of them; mounts disk and
 * overlay; at the first boot copies the identity; then becomes nspawn, with the same pid.
 */
const SCRIPT = `
set -eu
while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs"; shift; done; shift
image=$1 disk=$2 root=$3 base=$4 identity=$5 password=$6 options=$7; shift 7
mount -o "$options" "$image" "$disk"
mkdir -p "$disk/upper" "$disk/work" "$disk/data"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$disk/upper,workdir=$disk/work" "$root"
if [ ! -e "$disk/identified" ]; then
  cp -a "$identity/." "$root/"
  for home in "$identity"/home/*; do user=\${home##*/}; chroot "$root" chown -R "$user:$user" "/home/$user"; done
  { printf 'operator2:'; cat "$password"; } | chroot "$root" chpasswd
  : > "$disk/identified"
fi
exec "$@"
`;

/**
 * argv of the launcher. Its mount namespace is its own: nspawn keeps an unreachable copy of every mount it was born with
 * (it moves its root with MS_MOVE), so a disk mounted in the host would stay busy as long as any other machine lives. This way
 * a machine's mounts and loop device vanish with its last process, whoever killed it. Propagation is `slave`, so that
 * unmounting a deleted network namespace still reaches it.
 */
export function launcherArgv(input: LauncherInput): readonly string[] {
  const {places} = input;
  return [
    ...['unshare', '--mount', '--propagation', 'slave', '--', 'sh', '-c', SCRIPT, 'sh', ...input.groups, '--'],
    ...[places.image, places.disk, places.root, input.base, places.identity, input.operatorPassword, DISK_OPTIONS],
    ...input.nspawn,
  ];
}

/** The launcher's whole environment. The lock file beside the root is off, /proc/sys/net is writable as on a real controller. */
export function launcherEnv(path: string): Record<string, string> {
  return {
    PATH: path,
    LANG: 'C.UTF-8',
    SYSTEMD_NSPAWN_LOCK: '0',
    SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network',
  };
}

/** Where the machine's /data is, as its launcher sees it. */
export function dataOf(places: MachinePlaces): string {
  return join(places.disk, 'data');
}
