// Two monotonic clocks are brought together without ever comparing wall clocks.

import {expect, it} from 'vitest';
import {accountSql} from '../../../src/run/drill/canary-data.ts';
import {ClockMap} from '../../../src/run/drill/controller-vantage.ts';
import {restoreScript} from '../../../src/run/drill/dead-man.ts';
import {parseLine} from '../../../src/run/drill/vantage-order.ts';

it('a message that was held up on its way does not move the times of the others', () => {
  const clock = new ClockMap();
  const line = (n: number, b: number) => ({i: 0, n, a: b - 5, b, r: 'ok' as const});
  expect(clock.bring(line(1, 1_000), 501_050).to).toBe(501_050);
  expect(clock.bring(line(2, 1_100), 501_101).to).toBe(501_101);
  // 900 ms late: still placed by the shortest way seen so far.
  expect(clock.bring(line(3, 1_200), 502_101).to).toBe(501_201);
  expect(clock.offset).toBe(500_001);
});

it('a line that is none of ours is no attempt', () => {
  expect(parseLine('{"i":1,"n":2,"a":3,"b":4,"r":"ok"}')).toEqual({i: 1, n: 2, a: 3, b: 4, r: 'ok'});
  expect(parseLine('warning: something')).toBeNull();
  expect(parseLine('{"i":1}')).toBeNull();
});

it('the password of the canary’s account is sent as a hash', () => {
  const statements = accountSql('secret-of-the-canary').join('\n');
  expect(statements).not.toContain('secret-of-the-canary');
  expect(statements).toMatch(/IDENTIFIED BY PASSWORD '\*[0-9A-F]{40}'/);
});

it('the dead-man takes its mark away only when restoring went well', () => {
  const script = restoreScript('abc123', 'systemctl start mariadb');
  expect(script).toContain('[ "$rc" -ne 0 ] || rm -f /run/hpcha/drill-abc123');
  expect(script.startsWith('#!/bin/sh\n')).toBe(true);
});
