// Builds the three front ends into dist/web, with what a browser is sent already compressed: only when something has changed.

import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';
import type {Plugin} from 'vite';
import {projectRoot} from './bundle.ts';

export const frontEnds = ['dashboard', 'monitoring', 'admin'] as const;

const bases = {dashboard: '/', monitoring: '/monitoring/', admin: '/admin/'} as const;
const outdir = path.join(projectRoot, 'dist/web');
/** What the pages are made from: when none of it has changed, what was built still holds. */
const sources = ['web', 'src/model', 'src/web', 'package-lock.json', 'scripts/build/web.ts'];

/** `fresh`: what lies in dist/web was built from these very sources. */
export async function buildWeb(): Promise<'built' | 'fresh'> {
  const stamp = path.join(outdir, 'built-from');
  const wanted = digestOf(sources.map((source) => path.join(projectRoot, source)));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'fresh';
  rmSync(stamp, {force: true});
  for (const name of frontEnds) await buildOne(name);
  mkdirSync(outdir, {recursive: true});
  writeFileSync(stamp, wanted);
  return 'built';
}

/** All files of the built front ends by their path below dist/web. */
export function builtWebFiles(): readonly {readonly name: string; readonly path: string}[] {
  return frontEnds.flatMap((name) =>
    filesBelow(path.join(outdir, name)).map((file) => ({name: path.relative(outdir, file), path: file})),
  );
}

async function buildOne(name: (typeof frontEnds)[number]): Promise<void> {
  // Vite takes over what the environment says, and a test runner says `test`: pages are always built as they are served.
  process.env['NODE_ENV'] = 'production';
  // Only whoever builds pages loads the bundler of pages.
  const [{build}, {default: react}] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  const into = path.join(outdir, name);
  await build({
    configFile: false,
    root: path.join(projectRoot, 'web'),
    base: bases[name],
    publicDir: false,
    logLevel: 'warn',
    plugins: [react(), startsWith(name)],
    // The server puts a new one into every answer (src/web/pages/index-page.ts).
    html: {cspNonce: '__HPCHA_NONCE__'},
    build: {
      outDir: into,
      emptyOutDir: true,
      // No data: addresses in the pages, so that their policy need not allow any.
      assetsInlineLimit: 0,
      modulePreload: {polyfill: false},
      target: 'es2023',
      chunkSizeWarningLimit: 800,
    },
  });
  compress(path.join(into, 'assets'));
}

/** One page for all three: each names its own beginning. */
function startsWith(name: (typeof frontEnds)[number]): Plugin {
  const handler = (html: string): string => html.replace('FRONT-END', name);
  return {name: 'hpcha-front-end', transformIndexHtml: {order: 'pre', handler}};
}

/** Names carry a hash of the content, so each is compressed once, as well as it goes. */
function compress(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const file = path.join(folder, name);
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}}));
    writeFileSync(`${file}.gz`, gzipSync(content, {level: 9}));
  }
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow).sort()) {
    hash.update(path.relative(projectRoot, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place).flatMap((name) => filesBelow(path.join(place, name)));
}

/** What a first visit loads of each front end, compressed as an old browser takes it. */
function sizes(): string {
  const of = (name: string): string => {
    const page = readFileSync(path.join(outdir, name, 'index.html'), 'utf8');
    const files = [...page.matchAll(/assets\/[^"]+\.(?:js|css)/g)].map(([file]) => file);
    const bytes = files.reduce((sum, file) => sum + statSync(path.join(outdir, name, `${file}.gz`)).size, 0);
    return `${name} ${Math.round(bytes / 1024)} KiB`;
  };
  return frontEnds.map(of).join(', ');
}

if (import.meta.main) {
  const done = await buildWeb();
  console.error(`dist/web: ${done === 'fresh' ? 'nothing has changed' : 'built'}; first load ${sizes()}`);
}
