// `hpcha-tui replay FILE`: an incident played in the console, on any machine, without a cluster and without rights.

import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {stateDirectory} from '../run/record/state-directory.ts';
import type {CommandOptions} from './bind.ts';
import {runConsole} from './console/run-console.ts';
import {chooseScreen, screenFlags} from './console/screen-choice.ts';
import type {CliIo} from './io.ts';
import {readRecording} from './replay/read-recording.ts';
import {replayDeps} from './replay/replay-deps.ts';
import {summariseRecording} from './replay/summarise-recording.ts';

/** Without a terminal it tells in lines what happened. Resolves to the exit code. */
export async function runReplay(io: CliIo, options: CommandOptions, path: string): Promise<number> {
  const recording = await readRecording(path);
  const speed = typeof options['speed'] === 'number' ? options['speed'] : 1;
  const choice = chooseScreen(io.env, screenFlags(options));
  if (!io.stdoutIsTty || !io.stdinIsTty || options.json) {
    io.stdout(summariseRecording(recording, {json: options.json, language: choice.language}));
    return 0;
  }
  return runConsole({
    sites: [{deps: replayDeps(recording, {speed, playing: true})}],
    mode: 'watch-only',
    bell: false,
    choice,
    terminal: {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr},
  });
}

/** The recordings that consoles left on this machine, newest first. Exit code 0, also when there is none. */
export async function listRecordings(io: CliIo, options: CommandOptions): Promise<number> {
  const root = join(stateDirectory(io.env), 'recordings');
  const entries = await readdir(root, {recursive: true, withFileTypes: true}).catch((thrown: unknown) => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.hpcha'));
  const found = await Promise.all(
    files.map(async ({parentPath, name}) => {
      const path = join(parentPath, name);
      const {size, mtimeMs} = await stat(path);
      return {path, bytes: size, until: mtimeMs};
    }),
  );
  found.sort((a, b) => b.until - a.until);
  if (options.json) {
    const recordings = found.map((one) => ({...one, until: new Date(one.until).toISOString()}));
    io.stdout(`${JSON.stringify({schema: 1, recordings})}\n`);
    return 0;
  }
  if (found.length === 0) io.stderr(`no recording lies in ${root}\n`);
  for (const {path, bytes} of found) io.stdout(`${String(Math.ceil(bytes / 1024)).padStart(6)} KiB  ${path}\n`);
  return 0;
}
