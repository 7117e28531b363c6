// Reads what was typed after `:` with the very table of the command line, so that both know the same words and flags.

import {Command, CommanderError} from 'commander';
import {offerOf} from '../../actions/offers.ts';
import {nearestWord} from '../../config/nearest.ts';
import {toHpchaError} from '../../model/error.ts';
import {services} from '../../model/service.ts';
import type {ConsoleSummary} from '../../state/console-deps.ts';
import type {LineMeaning} from '../../state/line-meaning.ts';
import type {PageWord} from '../../state/open-page.ts';
import {pageWords} from '../../state/open-page.ts';
import {addActionCommands, inputOf} from '../action-commands.ts';
import type {Bind, CommandOptions} from '../bind.ts';
import {readOptions} from '../bind.ts';
import {addConfigCommands} from '../config-commands.ts';
import {addLookCommands} from '../look-commands.ts';
import {runFlags} from '../run/run-flags.ts';
import {addRunCommands} from '../run-commands.ts';
import {setupRange} from '../setup.ts';
import {refuseRepeatedValues} from '../single-values.ts';
import {startRange} from '../start.ts';
import {stopInput} from '../stop.ts';
import {splitWords} from './split-words.ts';

/** A command as it was typed: the words of its name, its flags, and its other words. */
type Typed = {readonly name: string; readonly options: CommandOptions; readonly words: readonly string[]};

/** Other names for what the console can do; they are words of the console alone. */
const shortWords: Readonly<Record<string, LineMeaning>> = {
  q: {kind: 'quit'},
  quit: {kind: 'quit'},
  exit: {kind: 'quit'},
  operate: {kind: 'mode', mode: 'operate'},
  watch: {kind: 'mode', mode: 'watch'},
  refresh: {kind: 'refresh'},
  history: {kind: 'page', page: 'runs'},
  status: {kind: 'page', page: 'overview'},
};

/** What the line means. Never throws: what cannot be read is `wrong`, in the words of the command line. */
export function readLine(line: string, summary: ConsoleSummary): LineMeaning {
  try {
    const words = splitWords(line);
    const [first, second, ...rest] = words;
    if (first === undefined) return {kind: 'wrong', what: 'nothing was typed'};
    if (words.length === 1) {
      const alone = shortWords[first] ?? aloneMeaning(first, summary);
      if (alone !== undefined) return alone;
    }
    if (first === 'service' || first === 'controller') return pageOf(first, second, rest, summary);
    return meaningOf(parse(words, summary));
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      return isHelp(thrown) ? helpMeaning(splitWords(line)[0] ?? '') : {kind: 'wrong', what: plainMessage(thrown)};
    }
    const {what, hint} = toHpchaError(thrown, 'console');
    return {kind: 'wrong', what: hint === undefined ? what : `${what} (${hint})`};
  }
}

/** A page, a service or a controller by its bare name. */
function aloneMeaning(word: string, {controllers}: ConsoleSummary): LineMeaning | undefined {
  const page: PageWord | undefined = pageWords.find((one) => one === word);
  if (page !== undefined) return {kind: 'page', page};
  const service = services.find((one) => one === word);
  if (service !== undefined) return {kind: 'service', service};
  return controllers.includes(word) ? {kind: 'controller', host: word} : undefined;
}

function pageOf(
  kind: 'service' | 'controller',
  name: string | undefined,
  rest: readonly string[],
  {controllers}: ConsoleSummary,
): LineMeaning {
  const known: readonly string[] = kind === 'service' ? services : controllers;
  const service = services.find((one) => one === name);
  if (rest.length === 0 && kind === 'service' && service !== undefined) return {kind, service};
  if (rest.length === 0 && kind === 'controller' && name !== undefined && known.includes(name)) {
    return {kind, host: name};
  }
  return {kind: 'wrong', what: `${kind} ${name ?? ''}: one of ${known.join(', ')}`};
}

function parse(words: readonly string[], summary: ConsoleSummary): Typed {
  let typed: Typed | undefined;
  const program = commandTree((command) => {
    typed = command;
  });
  program.parse([...words], {from: 'user'});
  // The program without a command is the console itself: the first word was meant to be a command.
  if (typed === undefined || typed.name === '')
    throw new CommanderError(64, 'unknown', unknownText(words[0] ?? '', program, summary));
  return typed;
}

/** The commands of the command line, each of which only says that it was typed. */
export function commandTree(found: (typed: Typed) => void): Command {
  const silent = {writeOut: () => undefined, writeErr: () => undefined};
  const bind: Bind = (command) =>
    command
      .exitOverride()
      .configureOutput(silent)
      .action((...given: readonly unknown[]) => {
        const words = given
          .slice(0, -2)
          .flatMap((word) => (typeof word === 'string' ? [word] : Array.isArray(word) ? word.map(String) : []));
        found({name: fullName(command), options: readOptions(command), words});
      });
  const program = new Command('').exitOverride().configureOutput(silent).helpCommand(false);
  addLookCommands(program, bind);
  addRunCommands(program, bind);
  addActionCommands(program, bind);
  addConfigCommands(program, bind);
  return refuseRepeatedValues(program);
}

function fullName(command: Command): string {
  const {parent} = command;
  // The program itself has no name here: commander would call it by the script's.
  if (parent === null) return '';
  return `${fullName(parent)} ${command.name()}`.trim();
}

function meaningOf({name, options, words}: Typed): LineMeaning {
  switch (name) {
    case 'status': {
      const service = services.find((one) => one === options['service']);
      return service === undefined ? {kind: 'page', page: 'overview'} : {kind: 'service', service};
    }
    case 'runs list':
      return {kind: 'page', page: 'runs'};
    case 'runs show':
    case 'runs attach':
      return words[0] === undefined ? {kind: 'page', page: 'runs'} : {kind: 'run', runId: words[0]};
    case 'setup':
      return planOf('phases', setupRange(options), options);
    case 'start':
      return planOf('phases', startRange(options), options);
    case 'stop':
      return planOf('stop', stopInput(options), options);
    default:
      return generatedMeaning(name, options, words);
  }
}

/** An action's own word. What it needs and was not given is asked for, as from the menu. */
function generatedMeaning(name: string, options: CommandOptions, words: readonly string[]): LineMeaning {
  const offer = offerOf(name) ?? offerOf(name.replace(/ run$/, ''));
  if (offer === undefined) {
    return {kind: 'elsewhere', command: [name, ...words].join(' ')};
  }
  // `drill run D01`: what the command line takes as a word is the action's first field.
  const [first] = offer.fields;
  const given = first === undefined || words[0] === undefined ? options : {...options, [first.name]: words[0]};
  const missing = offer.fields.some((field) => field.required && given[field.name] === undefined);
  if (missing) return {kind: 'begin', action: offer.id};
  return planOf(offer.id, inputOf(offer, given), given);
}

function planOf(action: string, input: Readonly<Record<string, unknown>>, options: CommandOptions): LineMeaning {
  const given = Object.entries(input).flatMap(([key, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[key, value] as const] : [],
  );
  const request = {action, input: Object.fromEntries(given), overrides: runFlags(options).overrides};
  return {kind: 'plan', request};
}

function unknownText(word: string, program: Command, summary: ConsoleSummary): string {
  const near = nearestWord(word, firstWords(program, summary));
  return `unknown command ${word}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/** Everything that may stand first on the line. */
export function firstWords(program: Command, {controllers}: ConsoleSummary): readonly string[] {
  const commands = program.commands.map((command) => command.name()).filter((name) => !name.startsWith('_'));
  const all = [
    ...commands,
    ...Object.keys(shortWords),
    ...pageWords,
    ...services,
    ...controllers,
    'service',
    'controller',
  ];
  return [...new Set(all)].sort();
}

function isHelp({code}: CommanderError): boolean {
  return code === 'commander.help' || code === 'commander.helpDisplayed';
}

/** A word that wants more, or its help: an action asks for what it wants to know, a group of commands says which there are. */
function helpMeaning(word: string): LineMeaning {
  if (offerOf(word) !== undefined) return {kind: 'begin', action: word};
  const group = commandTree(() => undefined).commands.find((command) => command.name() === word);
  const names = group?.commands.map((command) => command.name()) ?? [];
  if (names.length === 0) return {kind: 'elsewhere', command: `${word} --help`};
  return {kind: 'wrong', what: `${word}: one of ${names.join(', ')}`};
}

/** Commander's own complaint without its prefix and its second line. */
function plainMessage({message}: CommanderError): string {
  return (message.split('\n')[0] ?? message).replace(/^error: /, '');
}
