// Takes the pictures of the README from the real console on a real cluster, never drawn by hand:
// `node scripts/screenshot.ts --out docs/pictures/overview.svg --size 100x30 --see 'Synced' [--keys 2] -- bin/hpcha-tui --config FILE`

import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {gridSvg} from './screenshot/grid-svg.ts';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    out: {type: 'string', default: 'docs/pictures/overview.svg'},
    size: {type: 'string', default: '100x30'},
    /** What must be on the screen before the picture is taken. */
    see: {type: 'string', default: 'q quit'},
    /** Pressed one by one once that is seen, then `after` must be seen. */
    keys: {type: 'string', default: ''},
    after: {type: 'string'},
    title: {type: 'string', default: 'hpcha-tui'},
    timeout: {type: 'string', default: '60'},
  },
});
const [program, ...args] = positionals;
if (program === undefined) throw new Error('after --, name the command whose screen is to be pictured');
const [columns = 100, rows = 30] = values.size.split('x').map(Number);

const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
const child = spawn(program, args, {
  name: 'xterm-256color',
  cols: columns,
  rows,
  env: {...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color'},
});
child.onData((data) => terminal.write(data));
const ended = new Promise<void>((resolve) => {
  child.onExit(() => resolve());
});

try {
  await seen(new RegExp(values.see));
  for (const key of values.keys) child.write(key);
  if (values.after !== undefined) await seen(new RegExp(values.after));
  mkdirSync(path.dirname(values.out), {recursive: true});
  writeFileSync(values.out, gridSvg(terminal.buffer.active, columns, rows, values.title));
  console.error(`${values.out}: ${columns}x${rows}`);
} finally {
  child.kill('SIGTERM');
  await ended;
}

/** Resolves when the pattern is on the screen and the screen has stood still for a moment. */
async function seen(pattern: RegExp): Promise<void> {
  const deadline = Date.now() + Number(values.timeout) * 1000;
  let before = '';
  for (;;) {
    const now = screenText();
    if (pattern.test(now) && now === before) return;
    if (Date.now() > deadline) throw new Error(`never saw ${pattern}:\n${now}`);
    before = now;
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
  }
}

function screenText(): string {
  const {active} = terminal.buffer;
  return Array.from({length: rows}, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n');
}
