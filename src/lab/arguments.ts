// The words after `lab`: which command, which lab, which flags; flags may stand before or after the command's own words.

import {HpchaError} from '../model/error.ts';

export const COMMANDS = [
  'check',
  'up',
  'status',
  'config',
  'ssh',
  'poweroff',
  'poweron',
  'cut',
  'mend',
  'save',
  'restore',
  'down',
  'list',
] as const;
export type Command = (typeof COMMANDS)[number];

export type ParsedCall = {
  readonly kind: 'call';
  readonly command: Command;
  readonly name: string;
  /** HOST, TAG, or HOST and the words of its command. */
  readonly words: readonly string[];
  readonly controllers?: number;
  readonly compute?: number;
  readonly flags: ReadonlySet<Flag>;
};

const FLAGS = ['wipe', 'orderly', 'json', 'install-host-packages'] as const;
export type Flag = (typeof FLAGS)[number];
const VALUES = ['name', 'controllers', 'compute'] as const;

/** Which flags a command takes beside --name. */
const ALLOWED: Readonly<Record<Command, readonly string[]>> = {
  check: ['install-host-packages'],
  up: ['controllers', 'compute', 'install-host-packages'],
  status: ['json'],
  config: [],
  ssh: [],
  poweroff: [],
  poweron: [],
  cut: [],
  mend: [],
  save: ['orderly'],
  restore: [],
  down: ['wipe'],
  list: ['json'],
};
const OPERAND: Readonly<Partial<Record<Command, string>>> = {
  ssh: 'HOST',
  poweroff: 'HOST',
  poweron: 'HOST',
  cut: 'HOST',
  mend: 'HOST',
  save: 'TAG',
  restore: 'TAG',
};

type Scan = {words: string[]; values: Map<string, string>; flags: Set<Flag>; help: boolean};

/** Parses; throws a usage error that names the word it does not understand. */
export function parseLabArguments(argv: readonly string[]): ParsedCall | {readonly kind: 'help'} {
  const scan = scanWords(argv);
  const [word, ...words] = scan.words;
  if (scan.help || word === undefined || word === 'help') return {kind: 'help'};
  const command = COMMANDS.find((one) => one === word);
  if (command === undefined) throw usage(`"${word}" is no lab command`);
  for (const flag of [...scan.values.keys(), ...scan.flags]) {
    if (flag !== 'name' && !ALLOWED[command].includes(flag)) throw usage(`lab ${command} takes no --${flag}`);
  }
  assertOperands(command, words);
  return {
    kind: 'call',
    command,
    name: scan.values.get('name') ?? 'lab',
    words,
    ...numberOf('controllers', scan.values),
    ...numberOf('compute', scan.values),
    flags: scan.flags,
  };
}

function assertOperands(command: Command, words: readonly string[]): void {
  const operand = OPERAND[command];
  if (operand === undefined && words.length > 0) throw usage(`lab ${command} takes no word "${words[0]}"`);
  if (operand !== undefined && words.length === 0) throw usage(`lab ${command} needs a ${operand}`);
  if (operand !== undefined && words.length > 1 && command !== 'ssh')
    throw usage(`lab ${command} takes one ${operand}`);
}

function scanWords(argv: readonly string[]): Scan {
  const scan: Scan = {words: [], values: new Map(), flags: new Set(), help: false};
  for (let i = 0; i < argv.length; i += 1) {
    // After `ssh HOST` every word belongs to the remote command, as with ssh itself.
    if (scan.words[0] === 'ssh' && scan.words.length === 2) {
      const rest = argv.slice(i);
      scan.words.push(...(rest[0] === '--' ? rest.slice(1) : rest));
      break;
    }
    i += scanOne(argv, i, scan);
  }
  return scan;
}

/** Takes the word at `i`; returns how many more it has taken. */
function scanOne(argv: readonly string[], i: number, scan: Scan): number {
  const word = argv[i] ?? '';
  if (word === '--help' || word === '-h') scan.help = true;
  else if (!word.startsWith('-') || word === '-') scan.words.push(word);
  else {
    const [, key = '', inline] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = FLAGS.find((one) => one === key);
    if (flag !== undefined && inline === undefined) scan.flags.add(flag);
    else if (VALUES.some((one) => one === key)) {
      const value = inline ?? argv[i + 1];
      if (value === undefined) throw usage(`--${key} needs a value`);
      if (scan.values.has(key)) throw usage(`--${key} was given twice: it takes one value`);
      scan.values.set(key, value);
      return inline === undefined ? 1 : 0;
    } else throw usage(`"${word}" is no flag of the lab`);
  }
  return 0;
}

function numberOf<K extends 'controllers' | 'compute'>(
  key: K,
  values: ReadonlyMap<string, string>,
): {readonly [P in K]?: number} | Record<string, never> {
  const text = values.get(key);
  if (text === undefined) return {};
  if (!/^\d{1,3}$/.test(text)) throw usage(`--${key} ${text}: a number was expected`);
  const found: {[P in K]?: number} = {};
  found[key] = Number(text);
  return found;
}

function usage(what: string): HpchaError {
  return new HpchaError({code: 'usage', where: 'lab', what, hint: 'see: hpcha-tui lab --help'});
}
