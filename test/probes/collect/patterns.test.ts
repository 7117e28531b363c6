// The closed catalogue as a restricted account gets it: exact words, nothing that matches more.

import {describe, expect, it} from 'vitest';
import {patterns, sudoersFor} from '../../../src/probes/catalogue/patterns.ts';
import {configOf} from '../support/readings.ts';

const config = configOf();

describe('the catalogue', () => {
  it('means the same words by one name', () => {
    const words = new Map<string, string>();
    for (const {name, argv} of patterns(config)) {
      expect(words.get(name) ?? argv.join(' ')).toBe(argv.join(' '));
      words.set(name, argv.join(' '));
    }
    expect(words.size).toBeGreaterThan(40);
  });

  it('gives every look a time of its own, and no look a shell', () => {
    for (const look of patterns(config)) {
      expect(look.timeoutMs).toBeGreaterThan(0);
      expect(look.timeoutMs).toBeLessThanOrEqual(10_000);
      expect(['sh', 'bash', 'env', 'sudo', 'perl', 'python3']).not.toContain(look.argv[0]);
    }
  });

  it('becomes a sudoers file of exact words: what has a meaning for sudo is escaped', () => {
    const text = sudoersFor(config, 'watcher');
    expect(text).toContain('watcher ALL=(root) NOPASSWD: /usr/sbin/gluster --xml pool list\n');
    expect(text).not.toContain('systemctl show');
    for (const line of text.split('\n').filter((each) => each.startsWith('watcher'))) {
      const words = line.slice(line.indexOf('NOPASSWD: ') + 10);
      expect(words.replaceAll(/\\./g, '')).not.toMatch(/[*?[\],:=#]/);
    }
  });
});
