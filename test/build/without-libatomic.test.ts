// The runtime without libatomic: it needs only libraries that every Debian has, and still runs threads that share memory.

import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {withoutLibatomic} from '../../scripts/build/without-libatomic.ts';

const here = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(here)('the runtime without libatomic', () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = mkdtempSync('/dev/shm/hpcha-runtime-');
    program = path.join(folder, 'node');
    writeFileSync(program, withoutLibatomic(readFileSync(process.execPath)));
    chmodSync(program, 0o755);
  }, 60_000);

  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  it('asks for no library that a bare Debian does not have', () => {
    const libraries = execFileSync('ldd', [program], {encoding: 'utf8'});
    expect(libraries).not.toMatch(/libatomic|not found/);
    expect(libraries).toContain('libstdc++.so.6');
  });

  it('compiles in many threads at once, where it used that function', () => {
    const script = `
      const {Worker, isMainThread, parentPort} = require('node:worker_threads');
      if (isMainThread) {
        const workers = Array.from({length: 6}, () => new Worker(process.argv[1]));
        let sum = 0, left = workers.length;
        for (const worker of workers) worker.on('message', (n) => { sum += n; if (--left === 0) console.log(sum); });
      } else {
        let sum = 0;
        for (let n = 0; n < 3000; n += 1) sum += new Function('return ' + n)();
        parentPort.postMessage(sum);
      }`;
    const file = path.join(folder, 'threads.cjs');
    writeFileSync(file, script);
    expect(execFileSync(program, [file], {encoding: 'utf8'}).trim()).toBe(String(6 * ((2999 * 3000) / 2)));
  }, 60_000);

  it('is changed once: what needs no libatomic stays as it is', () => {
    const bytes = readFileSync(program);
    expect(withoutLibatomic(bytes)).toBe(bytes);
  });

  it('is not changed where it is not what was expected', () => {
    expect(() => withoutLibatomic(Buffer.alloc(4096))).toThrow(/no ELF/);
    const bytes = Buffer.from(readFileSync(process.execPath));
    const size8 = Buffer.from('bf08000000', 'hex');
    // Another size in one of the calls: somebody must look at it.
    for (let at = bytes.indexOf(size8); at >= 0; at = bytes.indexOf(size8, at + 1)) bytes.writeUInt8(16, at + 1);
    expect(() => withoutLibatomic(bytes)).toThrow(/another size than 8/);
  }, 60_000);
});
