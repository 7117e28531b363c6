// Two database clusters with different histories, both serving writes, on real controllers: the loser's data is put aside, nothing else is lost.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {acted, refusedFor} from '../lab/support/acts.ts';
import {statusOf, untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {untilHolds} from '../lab/support/drills.ts';
import {nodes} from '../lab/support/galera-cases.ts';
import {freshTable, missingRows, startWriting, stopWriting, untilWritten} from '../lab/support/written-rows.ts';

let lab: Lab;
let cluster = '';

beforeAll(async () => {
  ({lab} = await deployedLab());
  cluster = (await lab.state()).name;
  await untilCalm(lab.config, 120_000);
});

afterAll(async () => {
  for (const host of nodes) await stopWriting(lab, host);
  await lab.ssh('server3', 'nft delete table inet test_split 2>/dev/null; rm -rf /var/lib/hpcha-aside; true');
});

async function on(host: string, command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await lab.ssh(host, command, {timeoutMs: 120_000});
  if (exitCode !== 0) throw new Error(`${host}: ${command}: ${stdout}${stderr}`);
  return stdout.trim();
}

const historyOn = (host: string): Promise<string> =>
  on(host, `mariadb -N -B -e "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_state_uuid'" | cut -f2`);

describe('resolve-split-brain', () => {
  it('refuses where there is one history only', async () => {
    await refusedFor(lab.config, cluster, ['resolve-split-brain'], [/one history|1/]);
  });

  it('discards what one side holds, after a person has named the other, and keeps every acknowledged row of that', async () => {
    await freshTable(lab, 'server1');
    await on('server3', 'systemctl stop mariadb');
    // Apart for the group's own port only, until the loser's server has ended: by then nothing of it can meet the others.
    const apart =
      'nft add table inet test_split; nft add chain inet test_split in "{ type filter hook input priority -5; }"';
    const out = 'nft add chain inet test_split out "{ type filter hook output priority -5; }"';
    const rules = ['in tcp dport 4567', 'in tcp sport 4567', 'out tcp dport 4567', 'out tcp sport 4567'];
    await on('server3', [apart, out, ...rules.map((rule) => `nft add rule inet test_split ${rule} drop`)].join('; '));
    await on('server3', 'rm -f /var/lib/mysql/grastate.dat /var/lib/mysql/gvwstate.dat; galera_new_cluster');
    await on(
      'server3',
      'systemd-run --quiet --collect sh -c "while systemctl is-active -q mariadb; do sleep 0.2; done; nft delete table inet test_split"',
    );
    const [kept, lost] = [await historyOn('server1'), await historyOn('server3')];
    expect(lost).not.toBe(kept);
    await on('server3', 'mariadb -e "INSERT INTO hpcha_test.rows VALUES (-1)"');
    await startWriting(lab, 'server1');
    await untilWritten(lab, 'server1', 20);

    await untilHolds(
      'the split brain to be seen',
      async () => (await statusOf(lab.config)).status.findings.some(({code}) => code === 'GaleraSplitBrain'),
      60_000,
    );
    await refusedFor(lab.config, cluster, ['bootstrap-galera'], [/different histories/, /resolve-split-brain/]);
    await refusedFor(
      lab.config,
      cluster,
      ['resolve-split-brain'],
      [new RegExp(kept.slice(0, 8)), new RegExp(lost.slice(0, 8))],
    );
    await acted(lab.config, cluster, 'resolve-split-brain', '--keep', kept.slice(0, 8));
    await stopWriting(lab, 'server1');

    for (const node of nodes) {
      expect(await historyOn(node)).toBe(kept);
      expect(await missingRows(lab, 'server1', node)).toEqual([]);
      expect(await on(node, 'mariadb -N -B -e "SELECT COUNT(*) FROM hpcha_test.rows WHERE id = -1"')).toBe('0');
    }
    expect(await on('server3', 'ls -d /var/lib/hpcha-aside/mysql-*/hpcha_test')).toContain(lost.slice(0, 8));
    await untilCalm(lab.config, 120_000);
  });
});
