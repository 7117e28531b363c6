// What a path may look like before anything is opened, and which names may be made. Pure; what a path leads to is decided by the walk.

import {WebRefusal} from '../app/web-refusal.ts';

/** A path taken apart: names from the root of the file system down, none of them empty, `.` or `..`. */
export type PathNames = readonly string[];

const longestPath = 4096;
const longestName = 255;

/** Names of an absolute path. Throws `path-malformed` or `name-too-long`; `%2f` is three ordinary characters here. */
export function parsePath(text: string): PathNames {
  const trimmed = text.length > 1 ? text.replace(/\/$/, '') : text;
  if (!trimmed.startsWith('/') || trimmed.includes('\0') || !trimmed.isWellFormed())
    throw new WebRefusal('path-malformed');
  if (Buffer.byteLength(trimmed) > longestPath) throw new WebRefusal('path-malformed');
  if (trimmed === '/') return [];
  const names = trimmed.slice(1).split('/');
  for (const name of names) {
    if (name === '' || name === '.' || name === '..') throw new WebRefusal('path-malformed');
    if (Buffer.byteLength(name) > longestName) throw new WebRefusal('name-too-long');
  }
  return names;
}

export function pathOf(names: PathNames): string {
  return `/${names.join('/')}`;
}

/** Control characters, line and paragraph separators, and everything that reorders or hides text (as transport/clean-text.ts drops it). */
const unfit =
  /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\u{e0000}-\u{e007f}]/u;

/**
 * Throws `name-unfit` for a name that would mislead whoever reads a listing. Only for names that are made: what lies there already can
 * be listed, read, renamed and deleted whatever it is called.
 */
function checkNewName(name: string): void {
  if (unfit.test(name) || name.trim() !== name) throw new WebRefusal('name-unfit');
}

/** Holds unfinished uploads, and is swept: a file that somebody put there by hand would go with them. */
export const uploadFolderName = '.hpcha-uploads';

/** For where something is to be made, links in its folder resolved: a fit name, and not among the unfinished uploads. Throws `name-unfit`, `path-reserved`. */
export function checkNewPath(folder: PathNames, name: string): void {
  checkNewName(name);
  if ([...folder, name].includes(uploadFolderName)) throw new WebRefusal('path-reserved');
}

/** Whether `names` is `root` or lies below it. */
export function isBelow(names: PathNames, root: PathNames): boolean {
  return root.length <= names.length && root.every((name, at) => names[at] === name);
}

/** A user's roots: `home/{user}` of the settings below the mount. */
export function rootsOf(mount: string, patterns: readonly string[], user: string): readonly PathNames[] {
  const base = mount.split('/').filter((name) => name !== '');
  return patterns.map((pattern) => {
    const names = pattern
      .replaceAll('{user}', user)
      .split('/')
      .filter((name) => name !== '');
    if (names.some((name) => name === '.' || name === '..')) throw new WebRefusal('path-malformed');
    return [...base, ...names];
  });
}

/** The root that holds `names`, the deepest one where roots lie in each other; undefined outside of all. */
export function rootHolding(names: PathNames, roots: readonly PathNames[]): PathNames | undefined {
  return roots.filter((root) => isBelow(names, root)).sort((a, b) => b.length - a.length)[0];
}

/**
 * Where a symbolic link in `folder` leads: its target's names, with `..` taken back. The walk goes there again from the root without
 * following anything, so a target that says more than this does not lead further.
 */
export function linkTarget(folder: PathNames, target: string): PathNames {
  const names = target.startsWith('/') ? [] : [...folder];
  for (const name of target.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}
