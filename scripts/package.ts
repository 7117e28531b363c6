// Makes the single executable dist/package/hpcha-tui: the bundle inside the pinned runtime, nothing needed beside it.

import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {bundle, projectRoot} from './build/bundle.ts';
import {buildWeb, builtWebFiles} from './build/web.ts';
import {withoutLibatomic} from './build/without-libatomic.ts';

const place = path.join(projectRoot, 'dist/package');
/** Made beside its place and put there whole: a run may be sending the one that is there. */
const outdir = path.join(projectRoot, `dist/package-${process.pid}`);
const program = path.join(outdir, 'hpcha-tui');
const config = path.join(outdir, 'sea.json');

rmSync(outdir, {recursive: true, force: true});
mkdirSync(outdir, {recursive: true});
await bundle({entry: 'src/main.ts', name: 'bundle', outdir: path.relative(projectRoot, outdir), split: false});
await buildWeb();
writeFileSync(
  config,
  JSON.stringify({
    main: path.join(outdir, 'bundle.mjs'),
    mainFormat: 'module',
    output: program,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: true,
    // Options of the runtime belong to the command line of hpcha-tui, not to Node.
    execArgvExtension: 'none',
    // The pages of the web services (src/web/pages/built-pages.ts).
    assets: Object.fromEntries(builtWebFiles().map((file) => [`web/${file.name}`, file.path])),
  }),
);
const made = spawnSync(process.execPath, ['--build-sea', config], {stdio: ['ignore', 'inherit', 'inherit']});
if (made.status !== 0) throw new Error(`node --build-sea ended with ${made.status}`);
// On arm64 the same instruction comes from libgcc, which every Debian has.
if (process.arch === 'x64') writeFileSync(program, withoutLibatomic(readFileSync(program)));
const tried = spawnSync(program, ['version'], {encoding: 'utf8', env: {PATH: '/nonexistent'}});
if (tried.status !== 0) throw new Error(`the executable does not start: ${tried.stderr}`);
mkdirSync(place, {recursive: true});
const finished = path.join(place, 'hpcha-tui');
renameSync(program, finished);
rmSync(outdir, {recursive: true, force: true});
console.log(
  `${path.relative(projectRoot, finished)}: ${Math.round(statSync(finished).size / 1024 / 1024)} MiB, version ${tried.stdout.trim()}`,
);
