// Finds the texts in source files that somebody will read: literals and templates, by the names around them.

import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import {parseAst} from 'rolldown/parseAst';

/** Where texts stand: as these properties (of a table: single words too), and in what these functions and constants hold or are given. */
export type Places = {
  readonly properties: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
  readonly names: RegExp;
};

/** `text` has a NUL for each of its holes. */
export type Found = {readonly at: string; readonly text: string; readonly holes: number; readonly inTable: boolean};

export function sources(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? sources(path) : name.endsWith('.ts') ? [path] : [];
  });
}

type Node = {readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nodesOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
}

/** Functions of one file that are given a title, whatever they are called. */
const titleTakers = /(?:const|function) (\w+)[^\n]*\(title: string/g;

/** Whether what stands here is read by somebody, by the nearest thing around it that says so. */
function meaning(around: readonly Node[], source: string, {properties, tables, names}: Places): 'text' | 'cell' | null {
  const givesTitle = new Set([...source.matchAll(titleTakers)].map(([, name]) => name));
  for (const node of around.toReversed()) {
    if (node.type === 'BinaryExpression' || node.type === 'MemberExpression') return null;
    const [named] = [...nodesOf(node['key']), ...nodesOf(node['id']), ...nodesOf(node['callee'])];
    const name = named === undefined ? '' : source.slice(named.start, named.end);
    if (node.type === 'Property') return tables.has(name) ? 'cell' : properties.has(name) ? 'text' : null;
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration')
      return names.test(name) ? 'text' : null;
    if (node.type === 'CallExpression' && (names.test(name) || givesTitle.has(name))) return 'text';
  }
  return null;
}

/** Every text of that file; `root` shortens its path. */
export function textsIn(path: string, root: string, places: Places): readonly Found[] {
  const source = readFileSync(path, 'utf8');
  const found: Found[] = [];
  const visit = (node: Node, around: readonly Node[]): void => {
    if (node.type === 'ImportDeclaration' || (node.type.startsWith('TS') && !node.type.endsWith('Expression'))) return;
    const at = `${relative(root, path)}:${source.slice(0, node.start).split('\n').length}`;
    const means = meaning(around, source, places);
    const inTable = means === 'cell';
    if (means !== null && node.type === 'Literal' && typeof node['value'] === 'string')
      found.push({at, text: node['value'], holes: 0, inTable});
    if (means !== null && node.type === 'TemplateLiteral') {
      const pieces = nodesOf(node['quasis']).map(({start, end}) =>
        source.slice(start, end).replace(/^[`}]|(`|\$\{)$/g, ''),
      );
      found.push({at, text: pieces.join('\0'), holes: pieces.length - 1, inTable});
    }
    for (const inner of Object.values(node).flatMap(nodesOf)) visit(inner, [...around, node]);
  };
  for (const node of nodesOf(parseAst(source, {lang: 'ts'}, path))) visit(node, []);
  return found;
}
