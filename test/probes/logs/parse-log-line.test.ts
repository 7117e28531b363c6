// Lines of journalctl -o json, as controllers wrote them.

import {describe, expect, it} from 'vitest';
import {newLines} from '../../../src/cli/console/follow-logs.ts';
import {longestText, parseLogLine} from '../../../src/probes/logs/parse-log-line.ts';

const told = (more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({__REALTIME_TIMESTAMP: '1795425421320847', __CURSOR: 's=39;i=409', PRIORITY: '6', ...more});

describe('a line of the journal', () => {
  it('has its moment, unit, severity and text', () => {
    const read = parseLogLine(told({MESSAGE: 'ready', _SYSTEMD_UNIT: 'mariadb.service', PRIORITY: '4'}), 'server1');
    expect(read?.line).toEqual({
      at: 1_795_425_421_320,
      host: 'server1',
      unit: 'mariadb.service',
      priority: 4,
      text: 'ready',
    });
  });

  it('that systemd writes about a unit belongs to that unit', () => {
    const read = parseLogLine(
      told({MESSAGE: 'Started', _SYSTEMD_UNIT: 'init.scope', UNIT: 'redis.service'}),
      'server1',
    );
    expect(read?.line.unit).toBe('redis.service');
    const kernel = parseLogLine(told({MESSAGE: 'oom', SYSLOG_IDENTIFIER: 'kernel'}), 'server1');
    expect(kernel?.line.unit).toBe('kernel');
  });

  it('of bytes that are no text, of too much text, or with control characters can still be shown', () => {
    const text = (message: unknown): string | undefined => parseLogLine(told({MESSAGE: message}), 'server1')?.line.text;
    expect(text([104, 105, 27, 91, 50, 74])).toBe('hi [2J');
    expect(text('a\u001b[2Jb')).toBe('a [2Jb');
    expect(text('x'.repeat(5000))?.length).toBe(longestText);
    expect(text(null)).toBe('');
  });

  it('that was cut is none', () => {
    expect(parseLogLine('{"MESSAGE":"cut', 'server1')).toBeNull();
    expect(parseLogLine('{"MESSAGE":"without a moment"}', 'server1')).toBeNull();
  });

  it('that is told again after a lost connection is taken once; another one of the same moment is taken too', () => {
    const isNew = newLines();
    const seen = [
      {micros: 10, cursor: 'a'},
      {micros: 11, cursor: 'b'},
      {micros: 11, cursor: 'c'},
      {micros: 10, cursor: 'a'},
      {micros: 11, cursor: 'b'},
      {micros: 12, cursor: 'd'},
    ];
    expect(seen.filter(isNew).map(({cursor}) => cursor)).toEqual(['a', 'b', 'c', 'd']);
  });
});
