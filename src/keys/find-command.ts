// From a key press to the command it means on the layer that is on top.

import type {Scope} from '../model/command.ts';
import type {CommandEntry} from './command-table.ts';
import {commandTable} from './command-table.ts';
import type {KeyPress} from './key-press.ts';

/** Layers in which characters are typed: there only their own entries count, everything printable is text. */
const textScopes: ReadonlySet<Scope> = new Set(['confirm', 'field', 'acknowledge', 'command', 'filter', 'log-filter']);

/** Layers that ask a question: keys that lead elsewhere are not taken there. */
const questionScopes: ReadonlySet<Scope> = new Set(['operate', 'cancel', 'quit', 'attach']);
const inQuestions: ReadonlySet<string> = new Set(['back', 'quit', 'redraw', 'yes', 'no']);

export function takesText(scope: Scope): boolean {
  return textScopes.has(scope);
}

/** The entry for this press on this layer; undefined where it means nothing, or is dangerous and did not come alone. */
export function findCommand(scope: Scope, press: KeyPress): CommandEntry | undefined {
  const entry = commandsIn(scope).find((candidate) => candidate.keys.includes(press.name));
  if (entry === undefined || (entry.danger === true && !press.alone)) return undefined;
  return entry;
}

/** Everything that works on this layer: its own entries first, then the global ones whose keys are still free. */
export function commandsIn(scope: Scope): readonly CommandEntry[] {
  const own = commandTable.filter((entry) => entry.scopes.includes(scope));
  if (textScopes.has(scope)) return own;
  const taken = new Set(own.flatMap((entry) => entry.keys));
  const global = commandTable
    .filter((entry) => entry.scopes.includes('global') && !own.includes(entry))
    .map((entry) => ({...entry, keys: entry.keys.filter((key) => !taken.has(key))}))
    .filter((entry) => entry.keys.length > 0)
    .filter((entry) => !questionScopes.has(scope) || inQuestions.has(entry.id));
  return [...own, ...global];
}
