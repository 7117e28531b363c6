// Reads what `mariadb --xml` prints: the one output of the client in which NULL, tabs and newlines cannot be mistaken.

import {HpchaError} from '../model/error.ts';
import {cleanText} from './clean-text.ts';
import type {SqlRow} from './host.ts';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
};

/** Rows of the last result set. Throws `parse` for output that is cut off. */
export function parseSqlXml(text: string, where: string): readonly SqlRow[] {
  const start = text.lastIndexOf('<resultset');
  if (start < 0) return [];
  if (!text.slice(start).includes('</resultset>')) {
    throw new HpchaError({code: 'parse', where, what: 'the answer of the mariadb client is cut off'});
  }
  return [...text.slice(start).matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) => parseRow(row));
}

function parseRow(row: string): SqlRow {
  const fields = row.matchAll(/<field name="([^"]*)"(?: xsi:nil="true"\s*\/>|>(.*?)<\/field>)/gs);
  return Object.fromEntries(
    [...fields].map(([, name = '', value]) => [plain(name), value === undefined ? null : plain(value)]),
  );
}

function plain(text: string): string {
  return cleanText(text.replace(/&(lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? entity));
}
