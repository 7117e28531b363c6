// The single executable of this very build: itself where the program is one file, else what lies, or is made, beside the bundle.

import {spawn} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {isSea} from 'node:sea';
import type {ProgramSource} from '../run/program-file.ts';

export type Program = {readonly path: string} | {readonly path: null; readonly why: string};

/** What is there already, whether or not it is of this build: enough to watch with (drills). */
export function existingProgram(): Program {
  if (isSea()) return {path: process.execPath};
  const path = besideBundle();
  if (path !== null && existsSync(path)) return {path};
  return {path: null, why: 'there is no single executable to send to a controller: npm run package makes it'};
}

/**
 * What controllers get to keep. In a checkout the sources may be newer than what `npm run build` last made of them: then it is
 * made now, once, because services of another build than the console that deployed them would be judged by rules they do not know.
 */
export const freshProgram: ProgramSource = () => {
  made ??= isSea() ? Promise.resolve({path: process.execPath}) : makeProgram();
  return made;
};

let made: Promise<Program> | undefined;
const makeTimeoutMs = 600_000;

async function makeProgram(): Promise<Program> {
  const path = besideBundle();
  const main = process.argv[1];
  if (path === null || main === undefined) return {path: null, why: 'cannot tell how this program was started'};
  if (existsSync(path) && statSync(path).mtimeMs >= statSync(main).mtimeMs) return {path};
  const script = join(dirname(main), '..', 'scripts', 'package.ts');
  const why = await run(process.execPath, [script]);
  if (why === null && existsSync(path)) return {path};
  return {path: null, why: `the single executable could not be made: ${why ?? 'nothing came of it'}`};
}

/** null: it ended well; else its last words. */
function run(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {stdio: ['ignore', 'ignore', 'pipe'], timeout: makeTimeoutMs});
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000);
    });
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : said.trim().slice(-600) || `it ended with ${code}`));
  });
}

function besideBundle(): string | null {
  const main = process.argv[1];
  return main === undefined ? null : join(dirname(main), 'package', 'hpcha-tui');
}
