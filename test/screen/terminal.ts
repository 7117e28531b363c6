// A real pty with an emulated screen behind it: tests wait for what is on the grid, never for time.

import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {bundle, projectRoot} from '../../scripts/build/bundle.ts';

export type ScreenTest = {
  readonly pid: number;
  /** Lines of the visible screen, right-trimmed. */
  grid(): readonly string[];
  /** Resolves when the grid's text matches, or its lines hold; rejects with the screen as it is when they never do. */
  see(wanted: RegExp | ((lines: readonly string[]) => boolean), timeoutMs?: number): Promise<readonly string[]>;
  press(keys: string): void;
  paste(text: string): void;
  /** Writes to the emulated screen past the program, as `wall` does. */
  damage(text: string): void;
  resize(columns: number, rows: number): void;
  signal(name: NodeJS.Signals): void;
  /** Bytes that the program has written so far. */
  bytes(): number;
  /** true while the alternate screen is shown. */
  inAlternateScreen(): boolean;
  /** Everything written, for what is left on the normal screen. */
  output(): string;
  /** Exit code, or 128+n. */
  exited: Promise<number>;
  /** Closes the terminal under the program, as a dropped ssh does. */
  hangUp(): void;
  /** Stops and starts reading, like Ctrl-S and Ctrl-Q. */
  stall(stalled: boolean): void;
  /** Calls to a writer that the scripted console recorded. */
  calls(): readonly string[];
  close(): void;
};

let built: string | undefined;

/** Builds the scripted console once for all tests of a file. */
export async function fakeConsole(): Promise<string> {
  if (built !== undefined) return built;
  await bundle({entry: 'test/screen/fake-console.tsx', name: 'fake-console', outdir: 'dist/test', split: true});
  built = path.join(projectRoot, 'dist/test/fake-console.mjs');
  return built;
}

export type OpenOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Program and arguments; by default the scripted console. */
  readonly command?: readonly [string, ...string[]];
};

/** Opens the scripted console, or another program, in a pty of that size. */
export async function openScreen(options: OpenOptions = {}): Promise<ScreenTest> {
  const {columns: cols = 80, rows = 24} = options;
  const [program, ...args] = options.command ?? [process.execPath, await fakeConsole()];
  const folder = mkdtempSync(path.join(tmpdir(), 'hpcha-screen-'));
  const callFile = path.join(folder, 'calls');
  writeFileSync(callFile, '');
  const terminal = new xterm.Terminal({cols, rows, allowProposedApi: true, scrollback: 0});
  const child = spawn(program, args, {
    name: 'xterm-256color',
    cols,
    rows,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      HPCHA_FAKE_CALLS: callFile,
      ...options.env,
    },
  });
  let written = '';
  const waiting: (() => void)[] = [];
  child.onData((data) => {
    written += data;
    terminal.write(data, () => {
      for (const wake of waiting.splice(0)) wake();
    });
  });
  // Answers of the emulator to questions of the program (cursor position, device attributes) go back to it.
  terminal.onData((data) => child.write(data));
  const exited = new Promise<number>((resolve) => {
    child.onExit(({exitCode, signal}) => resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal));
  });
  void exited.then(() => {
    for (const wake of waiting.splice(0)) wake();
  });

  const grid = (): readonly string[] =>
    Array.from({length: terminal.rows}, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '');

  const see: ScreenTest['see'] = async (wanted, timeoutMs = 20_000) => {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const now = grid();
      if (wanted instanceof RegExp ? wanted.test(now.join('\n')) : wanted(now)) return now;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`never saw ${wanted}; the screen is:\n${now.join('\n')}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };

  return {
    pid: child.pid,
    grid,
    see,
    press: (keys) => child.write(keys),
    paste: (text) => child.write(`\x1b[200~${text}\x1b[201~`),
    damage: (text) =>
      terminal.write(text, () => {
        for (const wake of waiting.splice(0)) wake();
      }),
    resize(columns, lines) {
      terminal.resize(columns, lines);
      child.resize(columns, lines);
    },
    signal: (name) => process.kill(child.pid, name),
    bytes: () => Buffer.byteLength(written),
    inAlternateScreen: () => terminal.buffer.active.type === 'alternate',
    output: () => written,
    exited,
    hangUp() {
      // Closes the master's file descriptor; not in the package's types.
      const destroy: unknown = Reflect.get(child, 'destroy');
      if (typeof destroy === 'function') destroy.call(child);
    },
    stall: (stalled) => (stalled ? child.pause() : child.resume()),
    calls: () =>
      readFileSync(callFile, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    close() {
      try {
        process.kill(child.pid, 'SIGKILL');
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
      }
      terminal.dispose();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
