// Holds the house rules of the layout: who may import whom, and the words that a room may not contain.

import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const src = resolve(import.meta.dirname, '../src');
const web = resolve(import.meta.dirname, '../web');

type Room = {
  /** Rooms that may be imported with their values. */
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages, besides node's own modules. */
  readonly packages: readonly string[];
  /** Node modules that may not be imported; '*' means none may. */
  readonly noNode?: readonly string[];
  readonly banned?: readonly {readonly pattern: RegExp; readonly why: string}[];
};

const io = [
  'fs',
  'fs/promises',
  'net',
  'child_process',
  'os',
  'dns',
  'http',
  'https',
  'tls',
  'worker_threads',
  'timers',
  'timers/promises',
];
const clock = {pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, why: 'the clock'};
const timers = {pattern: /\bset(Timeout|Interval|Immediate)\(/, why: 'timers'};
const asynchronous = {pattern: /\basync\b|\bawait\b/, why: 'async'};
const react = ['ink', 'react'];

const rooms: Readonly<Record<string, Room>> = {
  model: {rooms: [], packages: ['zod'], noNode: io, banned: [clock, timers]},
  config: {
    rooms: ['model'],
    packages: ['yaml', 'zod'],
    noNode: ['net', 'child_process', 'dns', 'http', 'https', 'tls'],
  },
  transport: {
    rooms: ['model'],
    types: ['config'],
    packages: ['ssh2', 'execa', 'mysql2', 'mysql2/promise', 'ioredis', 'ssh-config'],
  },
  probes: {
    rooms: ['model'],
    types: ['config', 'transport'],
    packages: ['fast-xml-parser', 'zod'],
    noNode: ['fs', 'fs/promises', 'net', 'child_process'],
  },
  actions: {
    rooms: ['model'],
    types: ['config'],
    packages: ['eta'],
    noNode: io.filter((name) => name !== 'fs'),
    banned: [clock, timers, asynchronous],
  },
  run: {rooms: ['model', 'transport'], types: ['config'], packages: ['execa', 'diff', 'zod', 'env-paths']},
  state: {rooms: ['model'], packages: []},
  keys: {rooms: ['model'], packages: [], noNode: ['*']},
  views: {
    rooms: ['model', 'state', 'keys'],
    packages: [...react, 'string-width'],
    noNode: ['*'],
    banned: [clock, timers, {pattern: /\bawait\b/, why: 'await'}, {pattern: /\bprocess\./, why: 'process'}],
  },
  lab: {rooms: ['model', 'config'], packages: ['execa', 'yaml', 'zod']},
  cli: {
    rooms: ['model', 'config', 'transport', 'probes', 'actions', 'run', 'state', 'keys', 'lab', 'version.ts'],
    packages: ['commander', 'zod', 'string-width', 'env-paths', 'diff'],
  },
  web: {
    rooms: ['model', 'config', 'transport', 'probes', 'actions', 'run', 'state', 'keys', 'cli', 'version.ts'],
    packages: [
      'zod',
      'fastify',
      '@fastify/helmet',
      '@fastify/rate-limit',
      '@fastify/cookie',
      '@fastify/static',
      '@fastify/websocket',
      '@fastify/swagger',
      '@fastify/multipart',
      'jose',
      '@tus/server',
      'prom-client',
      'openid-client',
      'mysql2',
      'mysql2/promise',
      'ioredis',
    ],
  },
};

/** Functions that the configuration offers to pure rooms: order of hosts, no I/O. */
const pureConfig = new Set(['config/order.ts', 'config/secret-values.ts', 'config/public-config.ts']);

type Import = {readonly file: string; readonly target: string; readonly typeOnly: boolean; readonly dynamic: boolean};

function sources(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? sources(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(path, 'utf8');
  const file = relative(src, path);
  const found: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[3] ?? match[4] ?? match[5] ?? '';
    const names = match[2] ?? '';
    const allTypes =
      /^\{[^}]*\}$/.test(names.trim()) &&
      names
        .replace(/[{}]/g, '')
        .split(',')
        .filter((name) => name.trim() !== '')
        .every((name) => name.trim().startsWith('type '));
    found.push({file, target, typeOnly: match[1] !== undefined || allTypes, dynamic: match[5] !== undefined});
  }
  return found;
}

/** `src/` path of a relative import, or the package's name. */
function resolved(
  one: Import,
):
  | {readonly kind: 'room'; readonly path: string; readonly room: string}
  | {readonly kind: 'package'; readonly name: string} {
  if (!one.target.startsWith('.')) return {kind: 'package', name: one.target};
  const path = relative(src, resolve(src, one.file, '..', one.target));
  return {kind: 'room', path, room: path.split('/')[0] ?? ''};
}

function complaint(room: string, rule: Room, one: Import): string | undefined {
  const target = resolved(one);
  const says = `${one.file} imports ${one.target}`;
  if (target.kind === 'package') {
    if (target.name.startsWith('node:')) {
      const name = target.name.slice('node:'.length);
      const bad = rule.noNode?.includes('*') === true || rule.noNode?.includes(name) === true;
      return bad && !one.typeOnly ? says : undefined;
    }
    const base = target.name
      .split('/')
      .slice(0, target.name.startsWith('@') ? 2 : 1)
      .join('/');
    return rule.packages.includes(base) || rule.packages.includes(target.name) || one.typeOnly ? undefined : says;
  }
  if (target.room === room || rule.rooms.includes(target.room) || pureConfig.has(target.path)) return undefined;
  if (one.typeOnly && rule.types?.includes(target.room) === true) return undefined;
  // The console is the one thing that the command line loads by a dynamic import (DESIGN §2).
  if (
    room === 'cli' &&
    target.room === 'views' &&
    (one.dynamic || one.file === 'cli/console.ts' || one.file.startsWith('cli/console/'))
  )
    return undefined;
  // The web services are loaded only by the commands that serve (docs/decisions/0018).
  if (room === 'cli' && target.room === 'web' && (one.dynamic || one.typeOnly)) return undefined;
  return says;
}

/**
 * What the pages in the browser (`web/`) may take from the program: pure parts of the model, so that a finding is told in the very
 * same words as in the terminal, and types of the services.
 */
const browserPackages = [
  'react',
  'react-dom',
  'react-dom/client',
  '@mantine/core',
  '@mantine/core/styles.css',
  '@mantine/charts',
  '@mantine/hooks',
  '@mantine/notifications',
  '@tabler/icons-react',
  'recharts',
  'tus-js-client',
];

function browserComplaint(one: Import): string | undefined {
  const says = `web/${relative(web, resolve(src, one.file))} imports ${one.target}`;
  if (!one.target.startsWith('.')) return browserPackages.includes(one.target) ? undefined : says;
  const path = resolve(src, one.file, '..', one.target);
  if (path.startsWith(`${web}/`)) return undefined;
  const room = relative(src, path).split('/')[0] ?? '';
  if (room === 'web') return one.typeOnly ? undefined : says;
  if (room !== 'model') return says;
  return one.typeOnly || reachesOnlyPure(path) ? undefined : `${says}, which needs node or zod`;
}

/** Whether that file of the model, and all that it imports with values, can run in a browser. */
function reachesOnlyPure(path: string, seen = new Set<string>()): boolean {
  if (seen.has(path)) return true;
  seen.add(path);
  return importsOf(path)
    .filter(({typeOnly}) => !typeOnly)
    .every(({target}) => target.startsWith('.') && reachesOnlyPure(resolve(path, '..', target), seen));
}

describe('the layout', () => {
  it('lets the browser take pure parts of the model and types of the services, nothing else', () => {
    const files = sources(web);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap(importsOf).flatMap((one) => browserComplaint(one) ?? [])).toEqual([]);
  });

  it('lets an application of the browser import nothing of another one', () => {
    const crossing = sources(web)
      .flatMap(importsOf)
      .filter(({file, target}) => target.startsWith('.') && appOf(resolve(src, file)) !== 'shared')
      .filter(({file, target}) => {
        const other = appOf(resolve(src, file, '..', target));
        return other !== undefined && other !== 'shared' && other !== appOf(resolve(src, file));
      });
    expect(crossing).toEqual([]);
    const upwards = sources(join(web, 'shared'))
      .flatMap(importsOf)
      .filter(({file, target}) => target.startsWith('.') && appOf(resolve(src, file, '..', target)) !== 'shared')
      .filter(({file, target}) => resolve(src, file, '..', target).startsWith(`${web}/`));
    expect(upwards).toEqual([]);
  });

  for (const [room, rule] of Object.entries(rooms)) {
    const files = sources(join(src, room));

    it(`${room} imports only what it may`, () => {
      const complaints = files.flatMap(importsOf).flatMap((one) => complaint(room, rule, one) ?? []);
      expect(complaints).toEqual([]);
    });

    for (const {pattern, why} of rule.banned ?? []) {
      it(`${room} does without ${why}`, () => {
        const hits = files
          .filter((path) => pattern.test(withoutComments(readFileSync(path, 'utf8'))))
          .map((path) => relative(src, path));
        expect(hits).toEqual([]);
      });
    }
  }

  it('has no room that these rules do not know', () => {
    const known = new Set([...Object.keys(rooms), 'main.ts', 'version.ts', 'web']);
    expect(readdirSync(src).filter((name) => !known.has(name))).toEqual([]);
  });

  it('gives a Permit to nobody but the Runner', () => {
    const makers = sources(src)
      .filter((path) => /new Permit\(/.test(readFileSync(path, 'utf8')))
      .map((path) => relative(src, path));
    expect(makers).toEqual(['run/permit.ts']);
  });

  it('has no file named after a drawer', () => {
    const drawers = [...sources(src), ...sources(web)].filter((path) =>
      /\/(utils?|helpers?|common|manager|misc)\.tsx?$/.test(path),
    );
    expect(drawers).toEqual([]);
  });

  it('opens every file with a sentence that says what it is for', () => {
    const silent = [...sources(src), ...sources(web)]
      .filter((path) => !/^(#!.*\n)?\/\/ \S/.test(readFileSync(path, 'utf8')))
      .map((path) => relative(src, path));
    expect(silent).toEqual([]);
  });
});

/** First folder below web/; undefined outside of it. */
function appOf(path: string): string | undefined {
  return path.startsWith(`${web}/`) ? relative(web, path).split('/')[0] : undefined;
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/[^\n]*/g, '$1')
    .replace(/'[^'\n]*'|"[^"\n]*"/g, "''");
}
