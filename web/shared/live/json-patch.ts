// Applies a JSON Patch (RFC 6902) without changing what it is applied to: what did not change stays the same object.

import {isRecord} from '../api/shape.ts';

export type Patch = readonly PatchStep[];

export type PatchStep =
  | {readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown}
  | {readonly op: 'remove'; readonly path: string}
  | {readonly op: 'move' | 'copy'; readonly path: string; readonly from: string};

/** Thrown when a patch does not fit: the view has missed something and must ask for a whole snapshot. */
export class PatchMisfit extends Error {}

export function applyPatch(document: unknown, patch: Patch): unknown {
  return patch.reduce(applyStep, document);
}

function applyStep(document: unknown, step: PatchStep): unknown {
  const path = wordsOf(step.path);
  switch (step.op) {
    case 'add':
      return change(document, path, {kind: 'add', value: step.value});
    case 'replace':
      return change(document, path, {kind: 'replace', value: step.value});
    case 'remove':
      return change(document, path, {kind: 'remove'});
    case 'copy':
      return change(document, path, {kind: 'add', value: valueAt(document, wordsOf(step.from))});
    case 'move': {
      const from = wordsOf(step.from);
      const value = valueAt(document, from);
      return change(change(document, from, {kind: 'remove'}), path, {kind: 'add', value});
    }
    case 'test':
      if (JSON.stringify(valueAt(document, path)) === JSON.stringify(step.value)) return document;
      throw new PatchMisfit(`${step.path} is not what the patch expects`);
  }
}

type Change =
  | {readonly kind: 'add'; readonly value: unknown}
  | {readonly kind: 'replace'; readonly value: unknown}
  | {readonly kind: 'remove'};

function change(target: unknown, path: readonly string[], how: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return how.kind === 'remove' ? null : how.value;
  if (Array.isArray(target)) return changeList(target, key, rest, how);
  if (!isRecord(target)) throw new PatchMisfit(`there is nothing at ${key}`);
  const has = Object.hasOwn(target, key);
  if (!has && (rest.length > 0 || how.kind !== 'add')) throw new PatchMisfit(`there is no ${key}`);
  if (rest.length > 0) return {...target, [key]: change(target[key], rest, how)};
  if (how.kind !== 'remove') return {...target, [key]: how.value};
  const {[key]: _gone, ...left} = target;
  return left;
}

function changeList(target: readonly unknown[], key: string, rest: readonly string[], how: Change): unknown {
  const index = key === '-' ? target.length : Number(key);
  const inside = Number.isInteger(index) && index >= 0 && index < target.length;
  if (rest.length > 0) {
    if (!inside) throw new PatchMisfit(`there is no entry ${key}`);
    return target.with(index, change(target[index], rest, how));
  }
  if (how.kind === 'add' && (inside || index === target.length)) return target.toSpliced(index, 0, how.value);
  if (!inside) throw new PatchMisfit(`there is no entry ${key}`);
  return how.kind === 'remove'
    ? target.toSpliced(index, 1)
    : target.with(index, how.kind === 'replace' ? how.value : null);
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    if (isRecord(at) && Object.hasOwn(at, key)) return at[key];
    throw new PatchMisfit(`there is no ${key}`);
  }, document);
}

/** RFC 6901: `~1` is a slash, `~0` a tilde. */
function wordsOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new PatchMisfit(`${pointer} is no pointer`);
  return pointer
    .slice(1)
    .split('/')
    .map((word) => word.replaceAll('~1', '/').replaceAll('~0', '~'));
}
