// Settings broken by hand on one real controller: each is found with its remedy, and the remedy mends it (ha-operations §1).

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {cli, statusOf, untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {untilHolds} from '../lab/support/drills.ts';

let lab: Lab;

beforeAll(async () => {
  ({lab} = await deployedLab());
  await untilCalm(lab.config, 120_000);
});

afterAll(async () => {
  await cli(['start', '--start-phase', '1', '--end-phase', '5', '--yes', '--config', lab.config], {timeoutMs: 900_000});
});

async function on(host: string, command: string): Promise<void> {
  const {exitCode, stdout, stderr} = await lab.ssh(host, command, {timeoutMs: 60_000});
  if (exitCode !== 0) throw new Error(`${host}: ${command}: ${stdout}${stderr}`);
}

const sed = (path: string, ...edits: readonly string[]) =>
  `sed -i ${edits.map((edit) => `-e '${edit}'`).join(' ')} ${path}`;

/** How each is broken on server3 (or through it), and which findings tell it. */
const broken: readonly (readonly [lint: string, command: string, codes: readonly string[]])[] = [
  [
    'L03',
    'f=$(grep -rlE "^wsrep_cluster_address" /etc/mysql); sed -i "s|^wsrep_cluster_address.*|wsrep_cluster_address = gcomm://|" $f',
    ['GaleraAddressEmpty'],
  ],
  [
    'L07 L08 L09',
    sed(
      '/etc/keepalived/keepalived.conf',
      's/^    state BACKUP/    state MASTER/',
      's/^    weight 0/    weight -20/',
      's|^    script .*|    script "systemctl is-active mariadb"|',
    ),
    ['VipNeverMovesOnFailure', 'VipCheckShallow'],
  ],
  [
    'L12',
    'f=/etc/redis/redis-6379.conf; p=$(awk \'$1=="requirepass"{gsub(/"/,"",$2);print $2}\' $f); for c in "maxmemory-policy allkeys-lru" "min-replicas-to-write 0"; do REDISCLI_AUTH=$p redis-cli config set $c; done',
    ['RedisMayEvict'],
  ],
  ['L13', 'mariadb -e "SET GLOBAL innodb_flush_log_at_trx_commit=0"', ['GaleraFlushOff']],
  ['L15', 'gluster volume set data_volume cluster.server-quorum-type none', ['GlusterOption']],
  [
    'L17',
    `${sed('/etc/fstab', 's/,backup-volfile-servers=[^,]*//')}; ${sed('/etc/systemd/system/slurmctld.service.d/*.conf', '/^RequiresMountsFor/d')}`,
    ['GlusterMountOneServer', 'SlurmMountNotAwaited'],
  ],
  [
    'L19',
    sed('/etc/slurm/slurm.conf', 's/^SlurmctldTimeout=.*/SlurmctldTimeout=120/'),
    ['SlurmTakeoverSlow', 'SlurmConfigDrift'],
  ],
];

async function codes(): Promise<readonly string[]> {
  return (await statusOf(lab.config)).status.findings.map(({code}) => code);
}

describe('posture', () => {
  const all = broken.flatMap(([, , expected]) => expected);

  it('is found wanting, each setting by its own finding', async () => {
    for (const [, command] of broken) await on('server3', command);
    for (const code of all) await untilHolds(`${code} to be found`, async () => (await codes()).includes(code), 90_000);
  });

  it('is mended by the phases that the findings name, and then nothing of it is found', async () => {
    const {status} = await statusOf(lab.config);
    for (const code of all) {
      const finding = status.findings.find((each) => each.code === code);
      expect(finding, code).toMatchObject({remedy: 'start'});
    }
    const mend = ['start', '--start-phase', '1', '--end-phase', '5', '--yes', '--config', lab.config];
    const {exitCode, stdout, stderr} = await cli(mend, {timeoutMs: 900_000});
    expect(exitCode, stdout + stderr).toBe(0);
    await untilHolds(
      'the posture to be right again',
      async () => {
        const now = await codes();
        return all.every((code) => !now.includes(code));
      },
      120_000,
    );
    await untilCalm(lab.config, 120_000);
  });
});
