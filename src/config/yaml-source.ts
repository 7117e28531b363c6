// A parsed YAML file that still knows on which line and column every key stands.

import {isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml';
import type {ConfigMessage, KeyPath} from './message.ts';
import {keyName} from './message.ts';

export type Position = {readonly line: number; readonly column: number};

export type YamlSource = {
  readonly file: string;
  /** Syntax errors, duplicate keys; with any of them `value` is not to be used. */
  readonly errors: readonly ConfigMessage[];
  readonly value: unknown;
  /** Where the value at that path stands, or the nearest parent that exists. */
  position(path: KeyPath): Position;
  /** Where the key itself stands. */
  keyPosition(path: KeyPath): Position;
};

/** Parses YAML 1.2. Aliases are bounded, tags are plain data. Never throws: errors are messages. */
export function parseYaml(file: string, text: string): YamlSource {
  const counter = new LineCounter();
  const document = parseDocument(text, {lineCounter: counter, prettyErrors: false, uniqueKeys: true});
  const at = (offset: number | undefined): Position => {
    if (offset === undefined) return {line: 1, column: 1};
    const {line, col} = counter.linePos(offset);
    return {line, column: col};
  };
  const position = (path: KeyPath): Position => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(undefined);
  };
  const keyPosition = (path: KeyPath): Position => {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    if (isMap(parent)) {
      for (const pair of parent.items) {
        if (isScalar(pair.key) && pair.key.value === last && pair.key.range) return at(pair.key.range[0]);
      }
    }
    return position(path);
  };
  const errors = document.errors.map(
    (error): ConfigMessage => ({
      level: 'error',
      file,
      ...at(error.pos[0]),
      key: '',
      what: error.message.split('\n')[0] ?? 'not YAML',
    }),
  );
  return {file, errors, value: errors.length > 0 ? undefined : toPlain(document), position, keyPosition};
}

function toPlain(document: ReturnType<typeof parseDocument>): unknown {
  return document.toJS({maxAliasCount: 100});
}

/** A message at the value of a path. */
export function messageAt(
  source: YamlSource,
  path: KeyPath,
  level: ConfigMessage['level'],
  what: string,
  hint?: string,
): ConfigMessage {
  return {
    level,
    file: source.file,
    ...source.position(path),
    key: keyName(path),
    what,
    ...(hint === undefined ? {} : {hint}),
  };
}
