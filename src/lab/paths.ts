// Where a lab keeps things: the shared base and package repository, and one directory for each lab.

import {join, resolve} from 'node:path';
import {HpchaError} from '../model/error.ts';

/** Host-wide, because bridges, namespaces and subnets belong to the host and not to one lab directory. */
export const HOST_LOCK = '/run/lock/hpcha-lab.lock';

/** All paths of one lab directory. */
export type LabRoot = {
  readonly dir: string;
  readonly base: string;
  readonly repo: string;
  readonly labs: string;
  readonly buildLock: string;
};

/** All paths of one lab. */
export type LabPaths = {
  readonly root: LabRoot;
  readonly dir: string;
  readonly state: string;
  readonly lock: string;
  readonly config: string;
  readonly key: string;
  readonly knownHosts: string;
  readonly operatorPassword: string;
  readonly machines: string;
  readonly saves: string;
};

/**
 * The lab directory: $HPCHA_LAB_DIR or /var/lib/hpcha-lab.
 * A path with a comma or colon is refused, because overlayfs splits its options there.
 */
export function labRoot(env: Readonly<Record<string, string | undefined>>): LabRoot {
  const given = env['HPCHA_LAB_DIR'];
  const dir = resolve(given === undefined || given === '' ? '/var/lib/hpcha-lab' : given);
  if (/[,:\\\s]/.test(dir)) {
    throw new HpchaError({
      code: 'usage',
      where: 'HPCHA_LAB_DIR',
      what: `"${dir}" holds a comma, colon, backslash or space, which overlay mounts cannot take`,
      hint: 'choose a plain path, for example HPCHA_LAB_DIR=/srv/hpcha-lab',
    });
  }
  return {
    dir,
    base: join(dir, 'base'),
    repo: join(dir, 'repo'),
    labs: join(dir, 'labs'),
    buildLock: join(dir, 'build.lock'),
  };
}

/** Paths of the lab `name` (already validated by `assertLabName`). */
export function labPaths(root: LabRoot, name: string): LabPaths {
  const dir = join(root.labs, name);
  return {
    root,
    dir,
    state: join(dir, 'state.json'),
    lock: join(dir, 'lock'),
    config: join(dir, 'my_multihead_cluster.yaml'),
    key: join(dir, 'id_ed25519'),
    knownHosts: join(dir, 'known_hosts'),
    operatorPassword: join(dir, 'operator2.password'),
    machines: join(dir, 'machines'),
    saves: join(dir, 'saves'),
  };
}
