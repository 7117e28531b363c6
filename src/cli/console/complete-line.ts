// Tab after `:`: what the last word could become, from the command table, the actions' fields and the names of the cluster.

import type {Command} from 'commander';
import {offerOf} from '../../actions/offers.ts';
import type {ActionField} from '../../model/action-offer.ts';
import {flagOf} from '../../model/action-offer.ts';
import {services} from '../../model/service.ts';
import type {Completion, ConsoleSummary} from '../../state/console-deps.ts';
import {commandTree, firstWords} from './command-line.ts';

/** More than this is not shown; typing one more letter narrows it down. */
const mostCandidates = 60;

export function completeLine(line: string, summary: ConsoleSummary): Completion {
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const candidates = followers(before, last, summary).filter((word) => word.startsWith(last));
  const stem = line.slice(0, line.length - last.length);
  const [only] = candidates;
  if (only === undefined) return {text: line, candidates: []};
  if (candidates.length === 1) return {text: `${stem}${only} `, candidates: []};
  return {text: `${stem}${commonStart(candidates)}`, candidates: candidates.slice(0, mostCandidates)};
}

/** What may stand after these words. */
function followers(before: readonly string[], last: string, summary: ConsoleSummary): readonly string[] {
  const program = commandTree(() => undefined);
  const [first] = before;
  if (first === undefined) return firstWords(program, summary);
  if (first === 'service') return services;
  if (first === 'controller') return summary.controllers;
  const command = descend(program, before);
  if (command === program) return [];
  const value = valuesAfter(before.at(-1) ?? '', command, summary);
  if (value !== undefined) return value;
  if (last.startsWith('-') || command.commands.length === 0) return flagsOf(command, before);
  return command.commands.map((one) => one.name());
}

function descend(program: Command, words: readonly string[]): Command {
  return words.reduce<Command>((at, word) => at.commands.find((one) => one.name() === word) ?? at, program);
}

function flagsOf(command: Command, before: readonly string[]): readonly string[] {
  return command.options
    .flatMap(({long}) => (long === undefined || long === null ? [] : [long]))
    .filter((flag) => !before.includes(flag) && !confirming.has(flag))
    .sort();
}

/** The console shows the plan and asks by itself, whatever the line says. */
const confirming: ReadonlySet<string> = new Set(['--yes', '--confirm', '--reason', '--dry-run']);

/** The values of the flag that stands last; undefined where it takes none or there is no flag. */
function valuesAfter(flag: string, command: Command, summary: ConsoleSummary): readonly string[] | undefined {
  if (!flag.startsWith('--')) return undefined;
  const option = command.options.find(({long}) => long === flag);
  if (option === undefined || option.isBoolean()) return undefined;
  if (flag.endsWith('phase')) return summary.phases.map(({number}) => String(number));
  if (flag === '--service') return services.filter((service) => service !== 'host');
  const field = offerOf(command.name())?.fields.find((one) => flagOf(one) === flag);
  return field === undefined ? [] : valuesOf(field, summary);
}

function valuesOf({kind, choices}: ActionField, {controllers, nodes}: ConsoleSummary): readonly string[] {
  if (kind === 'controller') return controllers;
  if (kind === 'node') return nodes;
  return kind === 'service' ? services.filter((service) => service !== 'host') : (choices ?? []);
}

function commonStart(words: readonly string[]): string {
  return words.reduce((start, word) => {
    let length = 0;
    while (length < start.length && start[length] === word[length]) length += 1;
    return start.slice(0, length);
  });
}
