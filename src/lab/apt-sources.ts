// Which Debian mirror the host itself uses, read from its apt sources (one-line or deb822), so that the lab asks no other.

import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isMissing} from './missing-file.ts';

export type AptEntry = {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
};

export type Mirrors = {readonly main: string; readonly security: string};

const DEFAULT_MIRRORS: Mirrors = {
  main: 'http://deb.debian.org/debian',
  security: 'http://deb.debian.org/debian-security',
};

/** Parses one-line entries (sources.list(5)); options in brackets and comments are skipped, deb-src too. */
export function parseOneLine(text: string): readonly AptEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match === null) return [];
    const [, uri = '', suite = '', components = ''] = match;
    return [{uri, suites: [suite], components: words(components)}];
  });
}

/** Parses deb822 stanzas (sources.list(5)): Enabled, Types, URIs, Suites, Components, with continued lines. */
export function parseDeb822(text: string): readonly AptEntry[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = stanzaFields(stanza);
    const enabled = !/^(no|false|off|0)$/i.test(fields.get('enabled') ?? 'yes');
    if (!enabled || !words(fields.get('types') ?? '').includes('deb')) return [];
    const suites = words(fields.get('suites') ?? '');
    const components = words(fields.get('components') ?? '');
    return words(fields.get('uris') ?? '').map((uri) => ({uri, suites, components}));
  });
}

function stanzaFields(stanza: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of stanza.split('\n')) {
    if (line.startsWith('#')) continue;
    const field = /^([A-Za-z0-9-]+):\s*(.*)$/.exec(line);
    if (field !== null) {
      last = (field[1] ?? '').toLowerCase();
      fields.set(last, field[2] ?? '');
    } else if (/^\s/.test(line)) {
      fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    }
  }
  return fields;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/**
 * The Debian archive and security mirrors among a host's entries. A host that is no Debian (Ubuntu) has none, so it gets
 * deb.debian.org; the security mirror next to a private archive is guessed only from that archive's own entries.
 */
export function mirrorsOf(entries: readonly AptEntry[]): Mirrors {
  const usable = entries.filter((entry) => /^https?:/.test(entry.uri) && entry.components.includes('main'));
  const strip = (uri: string): string => uri.replace(/\/+$/, '');
  const security = usable.find(
    (entry) => entry.suites.some((suite) => /^[a-z]+(-security|\/updates)$/.test(suite)) && /debian/i.test(entry.uri),
  );
  const main = usable.find(
    (entry) =>
      /debian/i.test(entry.uri) && !/security/i.test(entry.uri) && entry.suites.some((suite) => /^[a-z]+$/.test(suite)),
  );
  return {
    main: main === undefined ? DEFAULT_MIRRORS.main : strip(main.uri),
    security: security === undefined ? DEFAULT_MIRRORS.security : strip(security.uri),
  };
}

/** The host's mirrors, from /etc/apt. */
export async function hostMirrors(etc = '/etc/apt'): Promise<Mirrors> {
  const parts = await readdir(join(etc, 'sources.list.d')).catch(nothing<string[]>([]));
  const texts = await Promise.all(
    parts.sort().map(async (name) => ({name, text: await readFile(join(etc, 'sources.list.d', name), 'utf8')})),
  );
  const list = await readFile(join(etc, 'sources.list'), 'utf8').catch(nothing(''));
  return mirrorsOf([
    ...parseOneLine(list),
    ...texts.flatMap(({name, text}) =>
      name.endsWith('.sources') ? parseDeb822(text) : name.endsWith('.list') ? parseOneLine(text) : [],
    ),
  ]);
}

function nothing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (isMissing(error)) return value;
    throw error;
  };
}
