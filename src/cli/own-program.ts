// The single executable of this very build: itself where the program is one file, else what the build made beside the bundle.

import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {isSea} from 'node:sea';
import type {ProgramSource} from '../run/program-file.ts';

/** In a checkout that is dist/package/hpcha-tui, which `npm run build` keeps as new as the sources. */
export const ownProgram: ProgramSource = () => {
  if (isSea()) return {path: process.execPath};
  const main = process.argv[1];
  const path = main === undefined ? '' : join(dirname(main), 'package', 'hpcha-tui');
  if (path !== '' && existsSync(path)) return {path};
  return {path: null, why: 'there is no single executable to send to a controller: npm run package makes it'};
};
