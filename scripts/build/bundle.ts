// The one esbuild configuration of this project: the program, the single executable and the screen tests all use it.

import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {BuildResult} from 'esbuild';
import {build} from 'esbuild';
import {inlineTemplates} from './inline-templates.ts';
import {lazyBuiltins} from './lazy-builtins.ts';
import {replaceModules} from './replace-modules.ts';

export const projectRoot = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

export type BundleOptions = {
  /** Relative to the project's root. */
  readonly entry: string;
  /** Name of the result without `.mjs`. */
  readonly name: string;
  readonly outdir: string;
  /**
   * true: dynamic imports become files of their own. false: one file, as a single executable needs it;
   * what is imported dynamically is then still evaluated only when it is asked for.
   */
  readonly split: boolean;
  readonly minify?: boolean;
};

// CommonJS packages inside an ES module still call `require` and read `__dirname` (ssh2, mysql2, iconv-lite).
const banner = [
  "import {createRequire as __hpchaCreateRequire} from 'node:module';",
  'const require = __hpchaCreateRequire(import.meta.url);',
  'const __dirname = import.meta.dirname;',
].join('');

/**
 * A run that is going on still loads chunks of the build that it was started from. Names carry a hash of the content, so old ones
 * lie beside new ones, and go only when no run can be that old.
 */
const staleMs = 24 * 60 * 60 * 1000;

/** Writes `outdir/name.mjs` and its chunks. A build that fails breaks nothing, and one that succeeds breaks no running program. */
export async function bundle(options: BundleOptions): Promise<BuildResult<{metafile: true}>> {
  const outdir = path.resolve(projectRoot, options.outdir);
  const result = await build({
    absWorkingDir: projectRoot,
    entryPoints: {[options.name]: options.entry},
    outdir,
    outExtension: {'.js': '.mjs'},
    chunkNames: `${options.name}-chunks/[name]-[hash]`,
    bundle: true,
    splitting: options.split,
    minify: options.minify ?? false,
    platform: 'node',
    format: 'esm',
    target: 'node22.12',
    jsx: 'automatic',
    jsxDev: false,
    // React's development build records a performance entry per render and never drops it (terminal-ui §0.3).
    define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
    external: ['cpu-features'],
    loader: {'.node': 'empty', '.eta': 'text', '.sh': 'text'},
    banner: {js: banner},
    plugins: [
      replaceModules({'react-devtools-core': 'export default {connectToDevTools() {}};'}),
      inlineTemplates(),
      lazyBuiltins(),
    ],
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  removeStaleChunks(path.join(outdir, `${options.name}-chunks`), Object.keys(result.metafile.outputs));
  return result;
}

function removeStaleChunks(folder: string, written: readonly string[]): void {
  const kept = new Set(written.map((file) => path.basename(file)));
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = path.join(folder, name);
    if (!kept.has(name) && Date.now() - statSync(file).mtimeMs > staleMs) rmSync(file);
  }
}
