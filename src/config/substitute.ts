// Fills ${VARIABLE} and ${VARIABLE:-default}: the real environment wins over the file's environment section.

import type {KeyPath} from './message.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export type UndefinedVariable = {readonly path: KeyPath; readonly name: string};

export type Substituted = {
  /** The same tree with every variable filled; a string with an undefined one is left out (its key becomes undefined). */
  readonly value: unknown;
  readonly undefinedVariables: readonly UndefinedVariable[];
};

const pattern = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Substitutes in all strings of a tree. `$$` is a plain dollar sign. A default applies when the variable is unset or empty,
 * as in a shell. The `environment` section itself may refer to the real environment only.
 */
export function substitute(tree: unknown, environment: Variables, real: Variables): Substituted {
  const undefinedVariables: UndefinedVariable[] = [];

  const fill = (text: string, path: KeyPath): string | undefined => {
    let complete = true;
    const filled = text.replace(pattern, (match: string, name: string | undefined, fallback: string | undefined) => {
      if (name === undefined) return match === '$$' ? '$' : match;
      const inside = path[0] === 'environment' ? undefined : environment[name];
      const value = firstFilled(real[name], inside) ?? fallback;
      if (value !== undefined) return value;
      undefinedVariables.push({path, name});
      complete = false;
      return '';
    });
    return complete ? filled : undefined;
  };

  const walk = (node: unknown, path: KeyPath): unknown => {
    if (typeof node === 'string') return fill(node, path);
    if (Array.isArray(node)) return node.map((inner, index) => walk(inner, [...path, index]));
    if (typeof node === 'object' && node !== null) {
      return Object.fromEntries(
        Object.entries(node)
          .map(([key, inner]): [string, unknown] => [key, walk(inner, [...path, key])])
          .filter(([, inner]) => inner !== undefined),
      );
    }
    return node;
  };

  return {value: walk(tree, []), undefinedVariables};
}

function firstFilled(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}
