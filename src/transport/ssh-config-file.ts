// Reads ~/.ssh/config with its Include lines and says what it holds for one name.

import {globSync, readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import SSHConfig from 'ssh-config';
import {HpchaError} from '../model/error.ts';
import {messageOf, systemCode} from './transport-errors.ts';

/** Keywords in lower case, each with its values in the file's order (the first one wins, except for IdentityFile). */
export type SshOptions = Readonly<Record<string, readonly string[]>>;

export type SshConfigFile = {optionsFor(name: string): SshOptions};

export const emptySshConfig: SshConfigFile = {optionsFor: () => ({})};

/** ssh_config(5) allows 16 levels of Include. */
const maxDepth = 16;

/**
 * Throws `config` for a file that cannot be read or parsed; a missing file is an empty one. Read at once and not in the background,
 * because who logs in must be known before anything can be asked, and it is one small local file.
 */
export function readSshConfig(path: string, home: string): SshConfigFile {
  const text = readWithIncludes(path, home, 0);
  try {
    const parsed = SSHConfig.parse(text);
    // `Match exec` would run commands at every look; what depends on one is left out.
    return {optionsFor: (name) => toOptions(parsed.compute(name, {ignoreCase: true, matchExec: false}))};
  } catch (error) {
    throw new HpchaError({
      code: 'config',
      where: path,
      what: `cannot be understood: ${messageOf(error)}`,
      cause: error,
    });
  }
}

function toOptions(computed: Record<string, string | string[]>): SshOptions {
  return Object.fromEntries(
    Object.entries(computed).map(([key, value]) => [key, Array.isArray(value) ? value : [value]]),
  );
}

function readWithIncludes(path: string, home: string, depth: number): string {
  const text = readText(path);
  if (depth >= maxDepth)
    throw new HpchaError({code: 'config', where: path, what: `more than ${maxDepth} levels of Include`});
  const lines: string[] = [];
  let block = 'Host *';
  for (const line of text.split('\n')) {
    if (/^\s*(host|match)[\s=]/i.test(line)) block = line;
    const patterns = /^\s*include[\s=]+(.*)$/i.exec(line)?.[1];
    if (patterns === undefined) {
      lines.push(line);
      continue;
    }
    for (const file of expand(patterns, home)) lines.push(readWithIncludes(file, home, depth + 1));
    // An included file's own Host lines end there: what follows belongs to the block around the Include.
    lines.push(block);
  }
  return lines.join('\n');
}

function expand(patterns: string, home: string): readonly string[] {
  const words = patterns.match(/"[^"]*"|\S+/g) ?? [];
  return words.flatMap((word) => {
    const plain = word.replaceAll('"', '').replace(/^~\//, `${home}/`);
    return globSync(isAbsolute(plain) ? plain : join(home, '.ssh', plain)).sort();
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw new HpchaError({code: 'config', where: path, what: `cannot be read: ${messageOf(error)}`, cause: error});
  }
}
