// Names of what the console's keys can ask for, and of the places (scopes) in which a key has a meaning.

/** Everything that a key may do. The key table (src/keys) gives each its keys; the reducer gives each its meaning. */
export const commandIds = [
  'up',
  'down',
  'page-up',
  'page-down',
  'top',
  'bottom',
  'open',
  'back',
  'next',
  'previous',
  'service-1',
  'service-2',
  'service-3',
  'service-4',
  'service-5',
  'service-6',
  'service-7',
  'phases',
  'runs',
  'operate',
  'help',
  'refresh',
  'redraw',
  'quit',
  'yes',
  'no',
  'range-first',
  'range-last',
  'range-only',
  'range-all',
  'show-plan',
  'show-same',
  'follow',
  'cancel-run',
  'submit',
  'next-field',
  'erase',
] as const;

export type CommandId = (typeof commandIds)[number];

/** Where a key counts: everywhere, or only while the layer of that name is on top. */
export const scopes = [
  'global',
  'overview',
  'service',
  'evidence',
  'runs',
  'run',
  'step',
  'help',
  'phases',
  'plan',
  'plan-step',
  'confirm',
  'operate',
  'cancel',
  'quit',
] as const;

export type Scope = (typeof scopes)[number];
