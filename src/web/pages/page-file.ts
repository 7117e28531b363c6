// One file of a front end as an answer: its type, and the smallest form that the browser takes.

import path from 'node:path';
import type {BuiltPages} from './built-pages.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export type PageFile = {
  readonly body: Buffer;
  readonly type: string;
  /** null: as it is. */
  readonly encoding: 'br' | 'gzip' | null;
};

/** undefined: there is no such file, or it is of a kind that no page loads. */
export function pageFile(pages: BuiltPages, name: string, acceptEncoding: string): PageFile | undefined {
  const body = pages.get(name);
  const type = types[path.extname(name)];
  if (body === undefined || type === undefined) return undefined;
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const packed = accepts(acceptEncoding, encoding) ? pages.get(name + ending) : undefined;
    if (packed !== undefined) return {body: packed, type, encoding};
  }
  return {body, type, encoding: null};
}

/** RFC 9110 §12.5.3, as far as it matters here: named and not refused by `q=0`. */
function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((part) => {
    const [word = '', ...params] = part.trim().toLowerCase().split(';');
    return word.trim() === encoding && !params.some((param) => /^\s*q=0(\.0*)?\s*$/.test(param));
  });
}
