// Turns what zod says about the shape of the file into messages with line, key, expectation and the nearest known key.

import {z} from 'zod';
import type {ConfigMessage, KeyPath} from './message.ts';
import {keyName} from './message.ts';
import {nearestWord} from './nearest.ts';
import {clusterSchema} from './schema.ts';
import {messageAt, type YamlSource} from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** One message a problem; an unknown key gets one of its own, at the key's own line. */
export function shapeMessages(issues: readonly Issue[], source: YamlSource): readonly ConfigMessage[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], source));
    if (issue.code === 'invalid_key')
      return [messageAt(source, path, 'error', `"${String(path.at(-1))}" is not a variable name`)];
    const given = holdsSecret(path) ? '•••' : valueAt(source.value, path);
    return [messageAt(source, path, 'error', expectation(issue, given))];
  });
}

/** A wrong value is shown, unless it stands where a password stands. */
function holdsSecret(path: KeyPath): boolean {
  return path[0] === 'environment' || /password|secret/.test(String(path.at(-1)));
}

function unknownKey(path: KeyPath, source: YamlSource): ConfigMessage {
  const known = knownKeys(path.slice(0, -1));
  const word = String(path.at(-1));
  const near = nearestWord(word, known);
  const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return {
    level: 'error',
    file: source.file,
    ...source.keyPosition(path),
    key: keyName(path),
    what: `unknown key "${word}"`,
    hint,
  };
}

function expectation(issue: Issue, given: unknown): string {
  if (issue.code === 'invalid_type' && given === undefined) return `missing; expected ${article(issue.expected)}`;
  const got = given === undefined ? '' : `, got ${JSON.stringify(given)?.slice(0, 60)}`;
  if (issue.code === 'invalid_type') return `expected ${article(issue.expected)}${got}`;
  if (issue.code === 'invalid_value')
    return `expected one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}${got}`;
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}${got}`;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}${got}`;
  return `expected ${issue.message.replace(/^Invalid [^:]*: /, '')}${got}`;
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    int: 'a whole number',
    number: 'a number',
    string: 'text',
    boolean: 'true or false',
    array: 'a list',
    object: 'a section of keys',
    record: 'a section of keys',
  };
  return words[type] ?? type;
}

function valueAt(tree: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((node, part) => {
    if (Array.isArray(node)) return typeof part === 'number' ? node[part] : undefined;
    return typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }, tree);
}

/** The JSON schema of the file, as `config schema` prints it and editors use it. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(clusterSchema, {io: 'input'});
}

/** Keys that the schema knows at a path; list positions are passed over. */
function knownKeys(path: KeyPath): readonly string[] {
  const node = path.reduce<unknown>((schema, part) => {
    if (typeof part === 'number') return property(schema, 'items');
    return property(property(schema, 'properties'), part);
  }, jsonSchema());
  const properties = property(node, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function property(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}
