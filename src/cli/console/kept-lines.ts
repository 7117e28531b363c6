// Files of JSON or text lines in the state directory that only grow by appending, readable by their owner alone, bounded.

import {appendFile, mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

export type KeptLines = {
  /** The newest lines, oldest first; [] where there is no file yet. */
  read(): Promise<readonly string[]>;
  append(line: string): Promise<void>;
};

/** At most twice `limit` lines lie in the file: then the newest `limit` are written anew. Consoles side by side only append. */
export function keptLines(path: string, limit: number): KeptLines {
  let written = Promise.resolve();
  const read = async (): Promise<readonly string[]> => {
    const text = await readIfThere(path);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .slice(-limit);
  };
  const append = async (line: string): Promise<void> => {
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    await appendFile(path, `${line.replaceAll('\n', ' ')}\n`, {mode: 0o600});
    const text = await readIfThere(path);
    if (text.split('\n').length <= limit * 2) return;
    await writeFile(`${path}.new`, `${(await read()).join('\n')}\n`, {mode: 0o600});
    await rename(`${path}.new`, path);
  };
  return {
    read,
    append(line) {
      // One after the other: two lines at once must not be mixed with a rewriting of the file.
      const next = written.then(() => append(line));
      written = next.catch(() => undefined);
      return next;
    },
  };
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}
