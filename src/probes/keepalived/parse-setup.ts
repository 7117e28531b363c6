// Reads from keepalived.conf, and from the scripts beside it, when the address moves and what for.

import type {KeepalivedSetup} from '../../model/facts.ts';
import {keepalivedConfPath} from '../catalogue/keepalived.ts';

/** Words that see a process and no more (ha-operations §1, L08). */
const seesProcess = /is-active|killall\s+-0|pidof|pgrep/;

/** `path:word` for each word that was found, in order. null: keepalived.conf told nothing. */
export function parseSetup(text: string): KeepalivedSetup | null {
  const words = wordsOf(text);
  const lines = words.get(keepalivedConfPath) ?? [];
  if (lines.length === 0) return null;
  const commands = lines.flatMap((line) => /^script\s+"?([^"]*)"?$/.exec(line)?.[1] ?? []);
  return {
    state: lines.flatMap((line) => /^state\s+(\S+)$/.exec(line)?.[1] ?? [])[0] ?? null,
    nopreempt: lines.includes('nopreempt'),
    scripts: commands,
    weighted: weightedOf(lines),
    shallow: commands.filter((command) => isShallow(command, words)),
  };
}

/** `weight N` belongs to the block that was opened last; `NAME weight N` stands in a track block and says its name itself. */
function weightedOf(lines: readonly string[]): readonly string[] {
  let block = '?';
  return lines.flatMap((line) => {
    block = /^(?:vrrp_script|track_\w+|vrrp_instance)(?:\s+(\S+))?$/.exec(line)?.[1] ?? block;
    const match = /^(?:(\S+)\s+)?weight\s+(-?\d+)$/.exec(line);
    const weight = Number(match?.[2] ?? '0');
    return weight === 0 ? [] : [`${match?.[1] ?? block} ${weight}`];
  });
}

function wordsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const cut = line.indexOf(':');
    if (cut <= 0) continue;
    const path = line.slice(0, cut);
    words.set(path, [...(words.get(path) ?? []), line.slice(cut + 1).trim()]);
  }
  return words;
}

/** The command itself, or the file that it runs, asks for processes and asks no service anything. */
function isShallow(command: string, files: ReadonlyMap<string, readonly string[]>): boolean {
  const path = command.split(/\s+/).find((word) => files.has(word));
  const words = [command, ...(path === undefined ? [] : (files.get(path) ?? []))];
  const asks = words.some((word) => /redis-cli|(mysql|mariadb)(-?admin)?\s+-|curl|wget|stat\s+-f|touch/.test(word));
  return !asks && words.some((word) => seesProcess.test(word));
}
