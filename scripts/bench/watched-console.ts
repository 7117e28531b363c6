// A console in a real pty whose screen, bytes, processor time and memory are watched from outside: the child, never this process.

import {readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';
import type {IBuffer} from '@xterm/headless';
import xterm from '@xterm/headless';

/** /proc/PID/stat counts in these (USER_HZ, always 100 on Linux). */
const ticksPerSecond = 100;

export type WatchedConsole = {
  readonly pid: number;
  /** Bytes and pieces that the child has written so far. */
  written(): {readonly bytes: number; readonly pieces: number};
  /** Processor time of the child so far, in milliseconds. */
  cpuMs(): number;
  rssMiB(): number;
  screen(): string;
  /** The emulated screen itself, with colours. */
  buffer(): IBuffer;
  press(keys: string): void;
  /** Resolves with the milliseconds (from the call, or `since`) until the screen fits. */
  see(wanted: RegExp | ((screen: string) => boolean), timeoutMs: number, since?: number): Promise<number>;
  /** Stops reading the terminal, as a frozen ssh does. */
  stall(): void;
  resume(): void;
  close(): Promise<number>;
};

export type WatchOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export function watchConsole(program: string, argv: readonly string[], options: WatchOptions = {}): WatchedConsole {
  const {columns = 200, rows = 60} = options;
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const child = spawn(program, [...argv], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    env: {...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color', CI: '', ...options.env},
  });
  let bytes = 0;
  let pieces = 0;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const look of [...waiting]) look();
  };
  let lastPieceAt = 0;
  child.onData((data) => {
    bytes += Buffer.byteLength(data);
    // A pty hands a large picture on in pieces of 4 KiB; what follows at once belongs to the same write.
    const at = performance.now();
    if (at - lastPieceAt > 15) pieces += 1;
    lastPieceAt = at;
    terminal.write(data, changed);
  });
  const ended = new Promise<number>((resolve) => child.onExit(({exitCode}) => resolve(exitCode)));
  const screen = (): string => {
    const {active} = terminal.buffer;
    return Array.from({length: rows}, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n');
  };
  return {
    pid: child.pid,
    written: () => ({bytes, pieces}),
    cpuMs: () => cpuOf(child.pid),
    rssMiB: () => rssOf(child.pid),
    screen,
    buffer: () => terminal.buffer.active,
    press: (keys) => child.write(keys),
    see(wanted, timeoutMs, since = performance.now()) {
      const fits = (): boolean => (typeof wanted === 'function' ? wanted(screen()) : wanted.test(screen()));
      return new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          clearTimeout(timer);
          waiting.delete(look);
          settle();
        };
        const look = (): void => {
          if (fits()) finish(() => resolve(performance.now() - since));
        };
        const timer = setTimeout(
          () => finish(() => reject(new Error(`never saw ${String(wanted)} in ${timeoutMs} ms:\n${screen()}`))),
          timeoutMs,
        );
        waiting.add(look);
        look();
      });
    },
    stall: () => child.pause(),
    resume: () => child.resume(),
    async close() {
      child.resume();
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** User and system time of the process and all its threads. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

export function rssOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}
