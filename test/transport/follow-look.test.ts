// Following a look that does not end: every line once, begun again when it breaks, ended with the console, never faster than can be read.

import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import type {Look} from '../../src/model/look.ts';
import {followLook} from '../../src/transport/follow-look.ts';
import type {StreamState} from '../../src/transport/host.ts';
import {LocalLink} from '../../src/transport/local-link.ts';
import {RootRights} from '../../src/transport/root-rights.ts';
import {SudoPasswords} from '../../src/transport/sudo-passwords.ts';

const link = new LocalLink('server1', '10.0.0.1');
const way = {link, rights: new RootRights(link, 'none', new SudoPasswords(undefined))};
const abort = {now: new AbortController()};

afterEach(() => {
  abort.now.abort();
  abort.now = new AbortController();
});

function follow(script: string, ...words: readonly string[]) {
  const look: Look = {name: 'test', argv: ['sh', '-c', script, 'sh', ...words], privileged: false, timeoutMs: 1000};
  const lines: string[] = [];
  const states: StreamState[] = [];
  const times: number[] = [];
  const sink = {
    onLine: (line: string) => {
      lines.push(line);
      times.push(performance.now());
    },
    onState: (state: StreamState) => void states.push(state),
  };
  followLook(way, look, sink, abort.now.signal);
  return {lines, states, times};
}

const within = {timeout: 8000, interval: 20};

describe('a followed look', () => {
  it('gives its lines, clean, and says that it is open', async () => {
    const {lines, states} = follow('printf "one\\n\\033[31mtwo\\n"; sleep 60');
    await vi.waitFor(() => expect(lines).toEqual(['one', 'two']), within);
    expect(states).toEqual([{kind: 'open'}]);
  });

  it('that ends is lost whatever its exit code, and is begun again', async () => {
    const {lines, states} = follow('echo line; exit 0');
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(1), within);
    expect(states.slice(0, 3)).toMatchObject([{kind: 'open'}, {kind: 'lost', retryMs: 500}, {kind: 'open'}]);
  });

  it('says why it is lost', async () => {
    const {states} = follow('echo "no journal files were found" >&2; exit 1');
    await vi.waitFor(() => expect(states[1]).toMatchObject({kind: 'lost'}), within);
    const lost = states[1];
    expect(lost?.kind === 'lost' ? lost.error.what : '').toContain('no journal files were found');
  });

  it('leaves nothing running when nobody follows any more, even if it never writes', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'follow-')), 'pid');
    follow('echo $$ > "$1"; exec sleep 300', file);
    await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8').trim()).toMatch(/^\d+$/), within);
    const pid = Number(readFileSync(file, 'utf8'));
    abort.now.abort();
    await vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), within);
  });

  it('a flood is taken piece by piece, so that the program lives meanwhile; no line is lost', async () => {
    const {lines, times} = follow('seq 100000; sleep 60');
    await vi.waitFor(() => expect(lines.length).toBe(100_000), {timeout: 15_000, interval: 50});
    expect(lines.every((line, index) => line === String(index + 1))).toBe(true);
    // 588 KiB in pieces of at most 64 KiB, with the rest of a tick between them.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
  });
});
