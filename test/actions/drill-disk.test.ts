// What D16 leaves behind on the controller: the file gone, and a database node that left the others started anew.

import {execFileSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {fillDisk} from '../../src/actions/drills/faults.ts';

/** What was done to the unit, by the restore script in a shell that has only these words. */
function restored(active: boolean, ready: string): string {
  const fakes = [
    `systemctl() { [ "$1" != is-active ] || return ${active ? 0 : 3}; echo "$*"; }`,
    `timeout() { printf 'wsrep_ready\\t%s\\n' '${ready}'; }`,
    'sleep() { :; }',
  ];
  const {restore} = fillDisk('/nowhere/hpcha-test', 1);
  return execFileSync('sh', ['-c', `${fakes.join('\n')}\n${restore}`], {encoding: 'utf8'});
}

it('starts a server that has stopped for want of space', () => {
  expect(restored(false, '')).toBe('reset-failed mariadb\nstart mariadb\n');
});

it('starts a node anew that runs on apart from the others: as Inconsistent it would never come back', () => {
  expect(restored(true, 'OFF')).toBe('restart mariadb\n');
});

it('lets a node be that is ready, and one that says nothing', () => {
  expect(restored(true, 'ON')).toBe('');
  expect(restored(true, '')).toBe('');
});
