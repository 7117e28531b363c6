// Bundles the program into dist/: `node scripts/build.ts`. The console is a chunk of its own, so `status` never loads Ink or React.

import {bundle} from './build/bundle.ts';

const result = await bundle({entry: 'src/main.ts', name: 'hpcha-tui', outdir: 'dist', split: true});
const bytes = Object.values(result.metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.error(
  `dist/hpcha-tui.mjs: ${Object.keys(result.metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB`,
);
