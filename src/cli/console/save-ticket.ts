// Keeps a screen for a ticket: its text, and beside it what was known at that moment as JSON, both for their owner alone.

import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {ConsoleState} from '../../state/console-state.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Resolves to the path of the text; the JSON has the same name. Rejects where it cannot be written. */
export async function saveTicket(
  screen: string,
  state: ConsoleState,
  world: {readonly env: Environment; readonly at: number},
): Promise<string> {
  const directory = join(stateDirectory(world.env), 'tickets');
  await mkdir(directory, {recursive: true, mode: 0o700});
  await chmod(directory, 0o700);
  const name = join(directory, new Date(world.at).toISOString().replaceAll(':', '-'));
  const {summary, judgement, snapshot, feed, runs} = state;
  // 64-bit seqnos are no JSON numbers: they are written as text.
  const known = JSON.stringify(
    {schema: 1, at: new Date(world.at).toISOString(), summary, judgement, snapshot, feed, runs},
    (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    2,
  );
  await writeFile(`${name}.txt`, screen, {mode: 0o600, flag: 'wx'});
  await writeFile(`${name}.json`, `${known}\n`, {mode: 0o600, flag: 'wx'});
  return `${name}.txt`;
}
