// The one table of commands: which keys, where they count, whether they can change the cluster. Help and hints read it.

import type {CommandId, Scope} from '../model/command.ts';

export type CommandEntry = {
  readonly id: CommandId;
  /** `global` counts on every layer that is no text field and has no entry of its own for the key. */
  readonly scopes: readonly Scope[];
  /** Names as in KeyPress; the first is the one that hints and help show. */
  readonly keys: readonly string[];
  /** May lead to a change: only taken from a key that arrived alone, never out of a chunk (terminal-ui §0.10). */
  readonly danger?: true;
  /** Place in the hints line, lower first; absent: not there. */
  readonly hint?: number;
};

const lists: readonly Scope[] = ['global'];
/** Where characters are typed. */
const typing: readonly Scope[] = ['confirm', 'field', 'acknowledge', 'command', 'filter', 'log-filter'];
/** Lists that `/` filters. */
const filtered: readonly Scope[] = [
  ...([
    'overview',
    'service',
    'controller',
    'runs',
    'run',
    'events',
    'sites',
    'actions',
    'choose',
    'plan',
    'help',
  ] as const),
];

export const commandTable: readonly CommandEntry[] = [
  {id: 'open', scopes: ['runs', 'run', 'plan'], keys: ['enter', 'right'], hint: 1},
  {id: 'open', scopes: ['overview', 'service', 'controller'], keys: ['enter'], hint: 1},
  {id: 'column-right', scopes: ['overview', 'service'], keys: ['right'], hint: 12},
  {id: 'column-left', scopes: ['overview', 'service'], keys: ['left']},
  {id: 'evidence', scopes: ['overview', 'service', 'controller'], keys: ['e'], hint: 8},
  {id: 'open', scopes: ['actions', 'choose', 'events', 'sites'], keys: ['enter', 'right'], hint: 1},
  {id: 'accept', scopes: ['field', 'acknowledge', 'command', 'filter', 'log-filter'], keys: ['enter'], hint: 1},
  {id: 'show-plan', scopes: ['phases'], keys: ['enter'], hint: 1},
  {id: 'submit', scopes: ['confirm'], keys: ['enter'], danger: true, hint: 1},
  {id: 'yes', scopes: ['operate', 'plan', 'cancel', 'quit', 'attach'], keys: ['y'], danger: true, hint: 2},
  {id: 'override', scopes: ['plan'], keys: ['O'], danger: true, hint: 3},
  {id: 'range-first', scopes: ['phases'], keys: ['f'], hint: 3},
  {id: 'range-last', scopes: ['phases'], keys: ['t'], hint: 4},
  {id: 'range-only', scopes: ['phases'], keys: ['space'], hint: 5},
  {id: 'range-all', scopes: ['phases'], keys: ['a'], hint: 6},
  {id: 'show-same', scopes: ['plan'], keys: ['a'], hint: 6},
  {id: 'follow', scopes: ['run'], keys: ['f'], hint: 4},
  {id: 'commands', scopes: ['run', 'step', 'drill'], keys: ['w'], hint: 7},
  {id: 'undo', scopes: ['run', 'step', 'commands'], keys: ['u'], hint: 8},
  {id: 'cancel-run', scopes: ['run', 'drill'], keys: ['c'], hint: 5},
  {id: 'next-field', scopes: ['confirm'], keys: ['tab', 'shift+tab', 'down', 'up'], hint: 2},
  {id: 'complete', scopes: ['command'], keys: ['tab'], hint: 2},
  {id: 'older', scopes: ['command'], keys: ['up'], hint: 3},
  {id: 'newer', scopes: ['command'], keys: ['down']},
  {id: 'erase', scopes: typing, keys: ['backspace']},
  {id: 'erase-word', scopes: typing, keys: ['ctrl+w']},
  {id: 'erase-all', scopes: typing, keys: ['ctrl+u']},
  {id: 'caret-left', scopes: typing, keys: ['left']},
  {id: 'caret-right', scopes: typing, keys: ['right']},
  {id: 'caret-start', scopes: typing, keys: ['home', 'ctrl+a']},
  {id: 'caret-end', scopes: typing, keys: ['end', 'ctrl+e']},
  {id: 'no', scopes: ['operate', 'plan', 'cancel', 'quit', 'attach'], keys: ['n']},
  {id: 'back', scopes: ['global', ...typing], keys: ['esc'], hint: 4},
  {
    id: 'back',
    scopes: [
      'controller',
      'evidence',
      'reading',
      'events',
      'sites',
      'runs',
      'run',
      'drill',
      'step',
      'help',
      'plan-step',
      'logs',
      'commands',
    ],
    keys: ['left', 'h'],
  },
  {id: 'service-1', scopes: ['global'], keys: ['1'], hint: 11},
  {id: 'service-2', scopes: ['global'], keys: ['2']},
  {id: 'service-3', scopes: ['global'], keys: ['3']},
  {id: 'service-4', scopes: ['global'], keys: ['4']},
  {id: 'service-5', scopes: ['global'], keys: ['5']},
  {id: 'service-6', scopes: ['global'], keys: ['6']},
  {id: 'service-7', scopes: ['global'], keys: ['7']},
  {id: 'next', scopes: ['overview', 'service', 'controller'], keys: ['tab'], hint: 12},
  {id: 'previous', scopes: ['overview', 'service', 'controller'], keys: ['shift+tab']},
  {id: 'remedy', scopes: ['overview', 'service', 'controller', 'evidence'], keys: ['x'], hint: 3},
  {id: 'actions', scopes: ['global'], keys: ['a'], hint: 5},
  {id: 'phases', scopes: ['global'], keys: ['p'], hint: 13},
  {id: 'runs', scopes: ['global'], keys: ['r'], hint: 14},
  {id: 'drill', scopes: ['global'], keys: ['d'], hint: 6},
  {id: 'operate', scopes: ['global'], keys: ['o'], hint: 15},
  {id: 'events', scopes: ['global'], keys: ['v'], hint: 10},
  {id: 'sites', scopes: ['global'], keys: ['0']},
  {id: 'command', scopes: ['global'], keys: [':'], hint: 6},
  {id: 'filter', scopes: filtered, keys: ['/'], hint: 9},
  {id: 'sort', scopes: ['overview', 'service', 'controller', 'runs', 'events', 'sites'], keys: ['s'], hint: 19},
  {id: 'refresh', scopes: ['global'], keys: ['ctrl+r']},
  {id: 'logs', scopes: ['global'], keys: ['L'], hint: 15},
  {id: 'log-pause', scopes: ['logs'], keys: ['space'], hint: 2},
  {id: 'follow', scopes: ['logs'], keys: ['f'], hint: 3},
  {id: 'log-filter', scopes: ['logs'], keys: ['/'], hint: 4},
  {id: 'log-priority', scopes: ['logs'], keys: ['w'], hint: 5},
  {id: 'next', scopes: ['logs'], keys: ['tab'], hint: 6},
  {id: 'log-unit', scopes: ['logs'], keys: ['u'], hint: 7},
  {id: 'log-span', scopes: ['logs'], keys: ['t'], hint: 8},
  {id: 'log-wrap', scopes: ['logs'], keys: ['z'], hint: 9},
  {id: 'replay-pause', scopes: ['global'], keys: ['space'], hint: 2},
  {id: 'replay-back', scopes: ['global'], keys: ['[']},
  {id: 'replay-forward', scopes: ['global'], keys: [']'], hint: 3},
  {id: 'replay-earlier', scopes: ['global'], keys: ['<', ',']},
  {id: 'replay-later', scopes: ['global'], keys: ['>', '.'], hint: 4},
  {id: 'replay-faster', scopes: ['global'], keys: ['+', '='], hint: 5},
  {id: 'replay-slower', scopes: ['global'], keys: ['-']},
  {id: 'save-ticket', scopes: ['global'], keys: ['ctrl+s']},
  {id: 'help', scopes: ['global'], keys: ['?'], hint: 30},
  {id: 'quit', scopes: ['global'], keys: ['q', 'ctrl+c'], hint: 31},
  {id: 'quit', scopes: typing, keys: ['ctrl+c']},
  {id: 'redraw', scopes: ['global', ...typing], keys: ['ctrl+l']},
  {id: 'down', scopes: lists, keys: ['j', 'down'], hint: 9},
  {id: 'up', scopes: lists, keys: ['k', 'up']},
  {id: 'page-down', scopes: lists, keys: ['pagedown', 'ctrl+f', 'ctrl+d']},
  {id: 'page-up', scopes: lists, keys: ['pageup', 'ctrl+b', 'ctrl+u']},
  {id: 'top', scopes: lists, keys: ['g', 'home']},
  {id: 'bottom', scopes: lists, keys: ['G', 'end']},
];
