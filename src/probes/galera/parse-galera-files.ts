// Reads the listing of the data directory and the configuration lines that say which cluster a server belongs to.

import {HpchaError} from '../../model/error.ts';
import type {GaleraFacts} from '../../model/facts.ts';
import type {Output} from '../../transport/host.ts';
import {linesByFile} from '../answers.ts';
import {bootstrapFlag, datadir} from '../catalogue/galera.ts';

export type DatadirListing = {
  readonly present: boolean;
  /** File name → size in bytes. */
  readonly files: ReadonlyMap<string, number>;
  /** Directories, which are databases, by their decoded names. */
  readonly databases: readonly string[];
  readonly bootstrapFlag: boolean;
};

const systemDatabases = new Set(['mysql', 'sys', 'performance_schema', 'information_schema', 'lost+found']);

/** `find … -printf '%y %s %p\n'`. What may not be read is an error, not an empty directory. */
export function parseDatadir(output: Output, where: string): DatadirListing {
  const denied = output.stderr.split('\n').find((line) => line !== '' && !/No such file or directory/.test(line));
  if (denied !== undefined) throw new HpchaError({code: 'command', where, what: denied.trim()});
  const files = new Map<string, number>();
  const databases: string[] = [];
  let present = false;
  let flag = false;
  for (const line of output.stdout.split('\n')) {
    const match = /^(\S) (\d+) (\/.*)$/.exec(line);
    if (match === null) continue;
    const [, kind, size = '0', path = ''] = match;
    if (path === bootstrapFlag) flag = true;
    else if (path === datadir) present = true;
    else if (kind === 'd') databases.push(decodeDatabase(path.slice(datadir.length + 1)));
    else files.set(path.slice(datadir.length + 1), Number(size));
  }
  const own = databases.filter((name) => !systemDatabases.has(name) && !/^[.#]/.test(name));
  return {present, files, databases: own.sort(), bootstrapFlag: flag};
}

/** MariaDB writes `a-b` as the directory `a@002db`. */
function decodeDatabase(name: string): string {
  return name.replace(/@([0-9a-f]{4})/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

export type GaleraFileSettings = {
  readonly on: boolean | null;
  readonly address: string | null;
  readonly name: string | null;
  /** `file: line` of every wsrep_new_cluster that would make a start a bootstrap. */
  readonly newCluster: readonly string[];
};

/** Lines of `grep -rH` over the option files. The last file in reading order wins, as it does for the server. */
export function parseGaleraConfig(text: string): GaleraFileSettings {
  let on: boolean | null = null;
  let address: string | null = null;
  let name: string | null = null;
  const newCluster: string[] = [];
  for (const [file, lines] of [...linesByFile(text)].sort(([a], [b]) => readingOrder(a, b))) {
    // The server reads only *.cnf from its include directories: a backup copy beside them says nothing.
    if (!file.endsWith('.cnf')) continue;
    for (const line of lines) {
      const match = /^\s*wsrep[-_](on|cluster[-_]address|cluster[-_]name|new[-_]cluster)\s*(?:=\s*(.*?))?\s*$/.exec(
        line,
      );
      if (match === null) continue;
      const value = (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
      const key = (match[1] ?? '').replace('-', '_');
      if (key === 'on') on = /^(1|on|true|)$/i.test(value);
      else if (key === 'cluster_address') address = value;
      else if (key === 'cluster_name') name = value;
      else if (!/^(0|off|false)$/i.test(value)) newCluster.push(`${file}: ${line.trim()}`);
    }
  }
  return {on, address, name, newCluster};
}

/** /etc/mysql/my.cnf includes conf.d, then mariadb.conf.d, each in alphabetical order. */
function readingOrder(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(file: string): number {
  if (file.includes('/mariadb.conf.d/')) return 2;
  return file.includes('/conf.d/') ? 1 : 0;
}

/** The saved view: it lets a Primary component re-form by itself; an empty one breaks the join (ha-operations §3.2). */
export function gvwstateOf(files: ReadonlyMap<string, number>): GaleraFacts['gvwstate'] {
  const size = files.get('gvwstate.dat');
  if (size === undefined) return 'none';
  return size === 0 ? 'empty' : 'present';
}
