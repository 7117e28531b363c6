// A message about the configuration: where in the file, which key, what was expected, and what to do.

export type ConfigMessage = {
  readonly level: 'error' | 'warning';
  readonly file: string;
  /** 1-based; 0 when the message is about the whole file. */
  readonly line: number;
  readonly column: number;
  /** `nodes.controllers[1].priority`; '' for the whole file. */
  readonly key: string;
  readonly what: string;
  readonly hint?: string;
};

export type KeyPath = readonly (string | number)[];

/** `['nodes', 'controllers', 1, 'priority']` → `nodes.controllers[1].priority`. */
export function keyName(path: KeyPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}

/** One message as the command line prints it: `file:line:column key: what` and the hint on a line of its own. */
export function formatMessage(message: ConfigMessage): string {
  const place = message.line === 0 ? message.file : `${message.file}:${message.line}:${message.column}`;
  const key = message.key === '' ? '' : ` ${message.key}:`;
  const hint = message.hint === undefined ? '' : `\n    do: ${message.hint}`;
  return `${place}:${key} ${message.what}${hint}`;
}
