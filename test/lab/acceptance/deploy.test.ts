// Issue 2, done-when 2, 3 and 6: bare machines become a green cluster, again changes nothing, and no secret is ever seen.

import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {webServices} from '../../../src/model/web/services.ts';
import {cli, deployedServices, statusOf} from '../support/cli.ts';
import {type DeployedLab, deployedLab} from '../support/deployed-lab.ts';

const controllers = ['server1', 'server2', 'server3'] as const;
const hosts = [...controllers, 'node001'] as const;
const daemons = [
  'glusterd',
  'mariadb',
  'redis-server',
  'redis-sentinel',
  'munge',
  'slurmctld',
  'slurmdbd',
  'slurmd',
  'keepalived',
  'chrony',
  'ssh',
  'nginx',
  'hpcha-prometheus',
  'hpcha-gluster-keep-mounted',
  ...webServices.map(({name}) => `hpcha-web@${name}`),
];

let world: DeployedLab;

beforeAll(async () => {
  world = await deployedLab();
}, 1_200_000);

async function on(host: string, command: string, input?: string): Promise<string> {
  const result = await world.lab.ssh(host, command, input === undefined ? {} : {input});
  if (result.exitCode !== 0)
    throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

function configuredSecrets(): readonly string[] {
  const parsed: unknown = parse(readFileSync(world.config, 'utf8'));
  const environment: unknown =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'environment') : undefined;
  if (typeof environment !== 'object' || environment === null)
    throw new Error('the lab file has no environment section');
  return Object.values(environment).map(String);
}

async function generatedSecrets(): Promise<readonly string[]> {
  const names = (await on('server1', 'ls /etc/hpcha/secrets')).split(/\s+/).filter((name) => name !== '');
  expect(names.length).toBeGreaterThan(0);
  const kept = await Promise.all(
    names.map(async (name) => (await on('server1', `cat /etc/hpcha/secrets/${name}`)).trim()),
  );
  return kept.flatMap(secretLines);
}

/** The authority's certificate is public and stands beside its key: of those two the key's own lines are the secret. */
function secretLines(secret: string): readonly string[] {
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n([\s\S]+?)\n-----END/.exec(secret)?.[1];
  return key === undefined ? [secret] : key.split('\n').filter((line) => line.length > 16);
}

async function mainPids(): Promise<Record<string, string>> {
  const show = daemons.map((unit) => `${unit}.service`).join(' ');
  const entries = await Promise.all(
    hosts.map(async (host) => [host, await on(host, `systemctl show -p Id,MainPID ${show}`)] as const),
  );
  return Object.fromEntries(entries);
}

describe('setup on three bare controllers', () => {
  it('ends well and says how many steps changed something', () => {
    expect(world.deployment.exitCode).toBe(0);
    expect(world.deployment.stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+ changed, \d+ unchanged, 0 failed$/);
  });

  it('makes every service ok in status --json', async () => {
    const {code, status} = await statusOf(world.config);
    expect(status.findings.filter((finding) => finding.level !== 'info')).toEqual([]);
    expect(Object.fromEntries(deployedServices.map((service) => [service, status.services[service]?.verdict]))).toEqual(
      Object.fromEntries(deployedServices.map((service) => [service, 'ok'])),
    );
    expect([code, status.verdict, status.schema]).toEqual([0, 'ok', 1]);
    // Who holds it is keepalived's: while services start a check may fail for a moment, and nobody is made to give it back.
    expect(status.vip.owners).toHaveLength(1);
    expect(status.tolerance['cluster']).toBe(1);
  });

  it('lets srun work on the compute node', async () => {
    expect((await on('server1', 'timeout 60 srun -N1 hostname')).trim()).toBe('node001');
  });

  it('reads on server2 the row that was written on server1', async () => {
    await on(
      'server1',
      'mariadb',
      'CREATE DATABASE hpcha_accept; CREATE TABLE hpcha_accept.t (id INT PRIMARY KEY); INSERT INTO hpcha_accept.t VALUES (42);',
    );
    try {
      expect(
        (await on('server2', 'mariadb -N -B', 'SET SESSION wsrep_sync_wait=1; SELECT id FROM hpcha_accept.t;')).trim(),
      ).toBe('42');
    } finally {
      await on('server1', 'mariadb', 'DROP DATABASE hpcha_accept;');
    }
  });

  it('reads on server2 the file that was written on server1', async () => {
    await on('server1', 'echo there > /mnt/glusterfs/accept && sync /mnt/glusterfs/accept');
    try {
      expect((await on('server2', 'cat /mnt/glusterfs/accept')).trim()).toBe('there');
    } finally {
      await on('server1', 'rm /mnt/glusterfs/accept');
    }
  });

  it('lets the VIP answer', async () => {
    const {status} = await statusOf(world.config);
    const key = `ssh-keyscan -T 3 -t ed25519 ${status.vip.address}`;
    expect(await on('server2', `${key} 2>/dev/null | wc -l`)).not.toBe('0\n');
    await on('server3', `ping -c 1 -W 2 ${status.vip.address}`);
  });

  it('leaves the log of each phase on the controllers', async () => {
    const logs = await on('server2', 'ls /var/log/multihead_cluster');
    for (const name of [
      'phase1_glusterfs.log',
      'phase2_mariadb.log',
      'phase3_redis.log',
      'phase4_slurm.log',
      'phase5_keepalived.log',
      'phase6_web.log',
    ])
      expect(logs).toContain(name);
  });
});

describe('setup again', () => {
  it('changes nothing and restarts no daemon on any host', async () => {
    const before = await mainPids();
    const again = await cli(['setup', '--yes', '--config', world.config], {timeoutMs: 600_000});
    expect(again.stderr + again.stdout).toMatch(/\n?0 changed, \d+ unchanged, 0 failed/);
    expect(again.exitCode).toBe(0);
    expect(await mainPids()).toEqual(before);
  });

  it('--dry-run finds nothing to change either', async () => {
    const dry = await cli(['setup', '--dry-run', '--config', world.config]);
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout.trimEnd().split('\n').at(-1)).toMatch(/^0 changed, \d+ unchanged, 0 failed$/);
  });
});

describe('secrets', () => {
  it('never stood in any process’s arguments or environment while setup ran', async () => {
    const sampled: {samples: number; medianGapMs: number; overflow: boolean; texts: string[]} = JSON.parse(
      readFileSync(world.deployment.samplesPath, 'utf8'),
    );
    expect(sampled.overflow).toBe(false);
    expect(sampled.samples).toBeGreaterThan(100);
    expect(sampled.medianGapMs).toBeLessThan(100);
    const everything = sampled.texts.join('\n');
    // The sample saw the machines' processes at all.
    expect(everything).toContain('mariadbd');
    for (const secret of [...configuredSecrets(), ...(await generatedSecrets())])
      expect(everything.includes(secret)).toBe(false);
  });

  it('stand in no file that others can read', async () => {
    const secrets = [...configuredSecrets(), ...(await generatedSecrets())];
    for (const host of hosts) {
      const found = await world.lab.ssh(
        host,
        "grep -rlsIF -f - --devices=skip /etc /var /run /root /home /opt /srv/slurm /tmp 2>/dev/null | xargs -r -d '\\n' -I{} find {} -maxdepth 0 -perm /o=r",
        {input: `${secrets.join('\n')}\n`, timeoutMs: 120_000},
      );
      expect([host, found.stdout.trim()]).toEqual([host, '']);
    }
  });

  it('stand in no log, journal or plan, not even in those that only root reads', async () => {
    const secrets = [...configuredSecrets(), ...(await generatedSecrets())];
    for (const host of hosts) {
      const inLogs = await world.lab.ssh(
        host,
        'cat > /run/patterns; { journalctl --no-pager; cat /var/log/multihead_cluster/* /var/log/hpcha/* 2>/dev/null; } | grep -cF -f /run/patterns; rm /run/patterns',
        {input: `${secrets.join('\n')}\n`, timeoutMs: 120_000},
      );
      expect([host, inLogs.stdout.trim()]).toEqual([host, '0']);
    }
    const plan = await cli(['setup', '--dry-run', '--json', '--config', world.config]);
    const shown = [world.deployment.stdout, world.deployment.stderr, plan.stdout, plan.stderr, ...runJournals()].join(
      '\n',
    );
    expect(shown).toContain('steps');
    for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
  });
});

/** Everything under the state directory: journals and what stands beside them. */
function runJournals(): readonly string[] {
  const root = join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local/state'), 'hpcha');
  expect(existsSync(root)).toBe(true);
  return readdirSync(root, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
