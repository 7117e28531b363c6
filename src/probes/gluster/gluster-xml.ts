// Reads the XML of the gluster command line: arrays where there may be one, and its own errors as errors.

import {XMLParser} from 'fast-xml-parser';
import {HpchaError} from '../../model/error.ts';

/** An element of the tree: text, or children by name; a name that occurs once or often is always a list here. */
export type XmlNode = {readonly [name: string]: readonly (XmlNode | string)[]};

const parser = new XMLParser({ignoreAttributes: true, parseTagValue: false, isArray: (name) => name !== '?xml'});

/** Words by which gluster says that somebody else holds the pool-wide lock: worth asking again (ha-operations §2.3). */
const busyPattern = /Another transaction is in progress|Locking failed|Another operation is in progress/i;

/** The content of cliOutput. Throws `command` where opRet is not 0, `parse` where it is no such document. */
export function parseCliOutput(text: string, where: string, what: string): XmlNode {
  const root = tree(text, where, what);
  const output = child(root, 'cliOutput');
  if (output === undefined) throw new HpchaError({code: 'parse', where, what: `${what}: ${oneLine(text)}`});
  if (textOf(output, 'opRet') !== '0') {
    const reason = textOf(output, 'opErrstr') || `opRet ${textOf(output, 'opRet')}`;
    const busy = busyPattern.test(reason);
    throw new HpchaError({code: busy ? 'locked' : 'command', where, what: `${what}: ${reason}`});
  }
  return output;
}

function tree(text: string, where: string, what: string): XmlNode {
  if (!text.trimStart().startsWith('<'))
    throw new HpchaError({code: 'command', where, what: `${what}: ${oneLine(text)}`});
  try {
    return toNode(parser.parse(text));
  } catch (cause) {
    throw new HpchaError({code: 'parse', where, what: `${what}: not XML`, cause});
  }
}

function toNode(value: unknown): XmlNode {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).map(([name, content]): [string, readonly (XmlNode | string)[]] => [
    name,
    (Array.isArray(content) ? content : [content]).map((each: unknown) =>
      typeof each === 'object' && each !== null ? toNode(each) : String(each ?? ''),
    ),
  ]);
  return Object.fromEntries(entries);
}

function oneLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}

/** First child element of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  const first = node?.[name]?.[0];
  return typeof first === 'object' ? first : undefined;
}

/** All child elements of that name. */
export function children(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return (node?.[name] ?? []).filter((each): each is XmlNode => typeof each === 'object');
}

/** Text of the first child of that name; '' where there is none. */
export function textOf(node: XmlNode | undefined, name: string): string {
  const first = node?.[name]?.[0];
  if (typeof first === 'string') return first;
  const text = first?.['#text']?.[0];
  return typeof text === 'string' ? text : '';
}

/** A whole number, or null: `-` and `N/A` are not 0 (ha-operations §2.3). */
export function countOf(node: XmlNode | undefined, name: string): number | null {
  const text = textOf(node, name).trim();
  return /^\d+$/.test(text) ? Number(text) : null;
}
