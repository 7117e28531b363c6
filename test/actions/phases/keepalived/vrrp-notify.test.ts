// The script beside keepalived: what it is told through the FIFO, as the state file and the event log then have it.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {renderPlain} from '../../../../src/actions/render.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vrrp-notify-'));
});

afterEach(() => rmSync(directory, {recursive: true}));

/** Runs the script over these lines (a plain file stands for the FIFO) and gives the words of the log and of the state. */
function told(lines: readonly string[]): {readonly events: readonly string[]; readonly state: string | undefined} {
  const text = renderPlain('keepalived/vrrp-notify.sh', {})
    .replaceAll('/run/hpcha', directory)
    .replaceAll('/var/log/hpcha', directory);
  writeFileSync(join(directory, 'script'), text);
  writeFileSync(join(directory, 'fifo'), lines.map((line) => `${line}\n`).join(''));
  execFileSync('sh', [join(directory, 'script'), join(directory, 'fifo')], {timeout: 10_000});
  const words = (file: string) =>
    readFileSync(join(directory, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1).join(' '));
  return {events: words('vrrp-events.log'), state: words('vrrp.state')[0]};
}

test('every change is one event, in order, and the state is the last of them', () => {
  const {events, state} = told([
    'INSTANCE "hpcha_vip" BACKUP 100',
    'INSTANCE "hpcha_vip" MASTER 100',
    'INSTANCE "hpcha_vip" STOP 100',
  ]);
  expect(events).toEqual(['hpcha_vip BACKUP 100', 'hpcha_vip MASTER 100', 'hpcha_vip STOP 100']);
  expect(state).toBe('hpcha_vip STOP 100');
});

test('a remark about a weaker peer is no change of state: the master stays a master', () => {
  const {events, state} = told(['INSTANCE "hpcha_vip" MASTER 100', 'INSTANCE "hpcha_vip" MASTER_RX_LOWER_PRI 100']);
  expect(events).toEqual(['hpcha_vip MASTER 100']);
  expect(state).toBe('hpcha_vip MASTER 100');
});

test('a state that a reload tells again is no new event', () => {
  told(['INSTANCE "hpcha_vip" MASTER 100']);
  expect(told(['INSTANCE "hpcha_vip" MASTER 100']).events).toEqual(['hpcha_vip MASTER 100']);
});
