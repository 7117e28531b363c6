// The first root of a user: made as root, open on the way there, closed to others itself, whatever umask the unit has.

import {mkdtemp, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import {ensureFirstRoot} from '../../../src/web/helpers/as/first-root.ts';

// Only root may give a folder to somebody, and only below folders that nobody else may write to: /tmp is none.
it.skipIf(process.getuid?.() !== 0)(
  'the way to it may be passed by its owner, although the unit’s umask is 0077',
  async () => {
    const mount = await mkdtemp('/var/lib/hpcha-first-root-');
    const before = process.umask(0o077);
    try {
      const names = [...mount.split('/').filter((name) => name !== ''), 'home', 'mina'];
      const account = {name: 'mina', uid: 4711, gid: 4711, home: '/home/mina', shell: '/bin/sh'};
      await ensureFirstRoot({mount, roots: [names], node: 'server1', mustBeMounted: false}, account);
      const [way, own] = await Promise.all([stat(path.join(mount, 'home')), stat(path.join(mount, 'home/mina'))]);
      expect([way.mode & 0o777, way.uid]).toEqual([0o755, 0]);
      expect([own.mode & 0o777, own.uid, own.gid]).toEqual([0o700, 4711, 4711]);
      expect(process.umask()).toBe(0o077);
    } finally {
      process.umask(before);
      await rm(mount, {recursive: true, force: true});
    }
  },
);
