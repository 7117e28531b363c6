// Where the built front ends are: inside of the single executable, in a checkout below dist/web. Read once, kept in memory.

import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {getAssetKeys, getRawAsset, isSea} from 'node:sea';
import {HpchaError} from '../../model/error.ts';

export type FrontEndName = 'dashboard' | 'monitoring' | 'admin';

/** Path below the front end's folder (`assets/index-abc.js.br`) → content. */
export type BuiltPages = ReadonlyMap<string, Buffer>;

/** Throws `missing` where this build has no pages: in a checkout they are built by `npm run build`. */
export function readBuiltPages(name: FrontEndName): BuiltPages {
  const pages = isSea() ? fromExecutable(name) : fromFolder(name);
  if (pages.has('index.html')) return pages;
  throw new HpchaError({
    code: 'missing',
    where: `pages of ${name}`,
    what: 'they are not built',
    hint: 'npm run build',
  });
}

function fromExecutable(name: FrontEndName): BuiltPages {
  const prefix = `web/${name}/`;
  const keys = getAssetKeys().filter((key) => key.startsWith(prefix));
  return new Map(keys.map((key) => [key.slice(prefix.length), Buffer.from(getRawAsset(key))]));
}

/** The bundle lies in dist/ or in a folder of chunks below it; the sources three folders below the project's root. */
const candidates = ['web', '../web', '../../../dist/web'];

function fromFolder(name: FrontEndName): BuiltPages {
  const folder = candidates
    .map((candidate) => path.join(import.meta.dirname, candidate, name))
    .find((candidate) => existsSync(path.join(candidate, 'index.html')));
  if (folder === undefined) return new Map();
  return new Map(filesBelow(folder).map((file) => [path.relative(folder, file), readFileSync(file)]));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}
