// Phases 0 to 2 on real controllers: bare to serving, again without a change, stop and start, and what they refuse to touch.

import {readFileSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {bringUp} from '../../src/lab/bring-up.ts';
import {type Lab, openLab} from '../../src/lab/handle.ts';
import {labRoot} from '../../src/lab/paths.ts';
import {takeDown} from '../../src/lab/take-down.ts';
import {type CliResult, cli} from './support/cli.ts';

const name = 'phasesdata';
const root = labRoot(process.env);
const controllers = ['server1', 'server2', 'server3'];
const daemons = ['glusterd', 'mariadb', 'chrony', 'hpcha-gluster-write-check'];
const progress = (): void => undefined;

let lab: Lab;

beforeAll(async () => {
  await takeDown(root, name, true, progress).catch(() => undefined);
  await bringUp({root, name, controllers: 3, compute: 1, progress});
  lab = await openLab(name);
}, 900_000);

afterAll(async () => {
  if (lab !== undefined) await takeDown(root, name, true, progress);
}, 120_000);

async function on(host: string, command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await lab.ssh(host, command, {timeoutMs: 300_000});
  expect(exitCode, `${host}: ${command}\n${stdout}\n${stderr}`).toBe(0);
  return stdout.trim();
}

function hpcha(words: readonly string[], config = lab.config): Promise<CliResult> {
  return cli([...words, '--config', config], {timeoutMs: 900_000});
}

const converge = ['start', '--start-phase', '0', '--end-phase', '2', '--yes'];
const stopAll = ['stop', '--yes', '--confirm', name, '--reason', 'a test'];

async function expectDone(words: readonly string[], config?: string): Promise<CliResult> {
  const result = await hpcha(words, config);
  expect(result.exitCode, `${words.join(' ')}\n${result.stdout}\n${result.stderr}`).toBe(0);
  return result;
}

async function mainPids(): Promise<Readonly<Record<string, string>>> {
  const pids = await Promise.all(
    controllers.map((host) => on(host, `systemctl show --value -p MainPID ${daemons.join(' ')} | xargs`)),
  );
  return Object.fromEntries(controllers.map((host, index) => [host, pids[index] ?? '']));
}

/** A copy of the lab's configuration, changed; beside the original, because its key files are named by path. */
function variant(tag: string, change: (yaml: string) => string): string {
  const path = join(lab.paths.dir, `${tag}.yaml`);
  writeFileSync(path, change(readFileSync(lab.config, 'utf8')), {mode: 0o600});
  return path;
}

const wsrep = (key: string) => `mariadb -NBe "SHOW GLOBAL STATUS LIKE '${key}'" | cut -f2`;

describe('a server that holds databases of its own', () => {
  it('is not overwritten: the phase refuses, names them, and touches nothing', async () => {
    await on(
      'server2',
      'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends mariadb-server >/dev/null && systemctl start mariadb',
    );
    await on(
      'server2',
      'mariadb -e "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY); INSERT INTO shop.orders VALUES (7)"',
    );
    const refused = await hpcha(converge);
    expect(refused.exitCode).toBe(77);
    expect(refused.stdout + refused.stderr).toMatch(/server2[^\n]*\bshop\b/);
    expect(await on('server2', 'mariadb -NBe "SELECT id FROM shop.orders"')).toBe('7');
    expect(await on('server1', 'test -e /etc/hpcha-firewall.nft || echo untouched')).toBe('untouched');
  });

  it('becomes an ordinary member once they are gone', async () => {
    await on('server2', 'mariadb -e "DROP DATABASE shop"');
    expect(await on('server2', 'systemctl is-active mariadb')).toBe('active');
  });
});

describe('phases 0 to 2 from machines that have nothing', () => {
  it('end with one Primary cluster of three and one volume mounted on every controller', async () => {
    await expectDone(converge);
    for (const host of controllers) {
      expect(await on(host, wsrep('wsrep_cluster_size'))).toBe('3');
      expect(await on(host, wsrep('wsrep_local_state_comment'))).toBe('Synced');
      expect(await on(host, 'findmnt -n -o FSTYPE /mnt/glusterfs')).toBe('fuse.glusterfs');
    }
  });

  it('carry a row and a file from one controller to the others', async () => {
    await on(
      'server1',
      'mariadb -e "CREATE TABLE auth_db.proof (id INT PRIMARY KEY); INSERT INTO auth_db.proof VALUES (42)"',
    );
    expect(await on('server3', 'mariadb -NBe "SET SESSION wsrep_sync_wait=7; SELECT id FROM auth_db.proof"')).toBe(
      '42',
    );
    await on('server1', 'echo proof > /mnt/glusterfs/proof');
    expect(await on('server2', 'cat /mnt/glusterfs/proof')).toBe('proof');
  });

  it('give accounts only what they need, and nobody a login from anywhere', async () => {
    const accounts = await on('server2', `mariadb -NBe "SELECT User FROM mysql.global_priv WHERE Host='%'"`);
    expect(accounts).toBe('');
    const monitor = await on('server2', 'mariadb -NBe "SHOW GRANTS FOR hpcha_monitor@localhost"');
    expect(monitor).toMatch(/^GRANT PROCESS, BINLOG MONITOR, (SLAVE|REPLICA) MONITOR ON \*\.\*/);
    const slurm = await on('server2', 'mariadb -NBe "SHOW GRANTS FOR slurm@localhost"');
    expect(slurm.split('\n').map((line) => line.replace(/ TO .*/, ''))).toEqual([
      'GRANT USAGE ON *.*',
      'GRANT ALL PRIVILEGES ON `slurm_acct_db`.*',
    ]);
  });

  it('keep strangers out of the protocol ports and leave ssh to everybody', async () => {
    // This host is on the machines' network and no member of the cluster.
    const address = (await lab.status()).find((machine) => machine.name === 'server1')?.address ?? '';
    const probe = (port: number) => reachable(address, port);
    expect(await probe(3306)).toBe(false);
    expect(await probe(24007)).toBe(false);
    expect(await probe(22)).toBe(true);
    expect(await on('server2', `timeout 3 bash -c '</dev/tcp/${address}/3306' && echo open`)).toBe('open');
  });

  it('change nothing and restart nothing when run again', async () => {
    const before = await mainPids();
    const again = await expectDone(converge);
    expect(again.stdout).toMatch(/\b0 changed, \d+ unchanged, 0 failed/);
    expect(await mainPids()).toEqual(before);
  });
});

function reachable(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: address, port, timeout: 2_000});
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

describe('a database node that is down', () => {
  it('joins again, and the others are not touched', async () => {
    const before = await mainPids();
    await on('server3', 'systemctl stop mariadb');
    const result = await expectDone(['start', '--phase', '2', '--yes']);
    expect(result.stdout).toMatch(/\b1 changed,/);
    const after = await mainPids();
    expect({...after, server3: ''}).toEqual({...before, server3: ''});
    expect(await on('server3', wsrep('wsrep_local_state_comment'))).toBe('Synced');
  });
});

describe('a changed setting', () => {
  it('reaches the nodes by a restart of one at a time, and the cluster is complete before each', async () => {
    const config = variant('flush2', (yaml) => yaml.replace(/^database:$/m, 'database:\n  flush_at_commit: 2'));
    const result = await expectDone(['start', '--phase', '2', '--yes'], config);
    const restarts = [...result.stdout.matchAll(/(server\d)\s+restart the database node/g)].map(([, host]) => host);
    expect(restarts).toEqual(['server3', 'server2', 'server1']);
    for (const host of controllers) {
      expect(await on(host, 'mariadb -NBe "SELECT @@innodb_flush_log_at_trx_commit"')).toBe('2');
      expect(await on(host, 'ls /var/lib/hpcha/pending')).toBe('');
    }
    await expectDone(['start', '--phase', '2', '--yes']);
  });
});

describe('a volume of another shape', () => {
  it('is refused, and the refusal names what is and what is wanted', async () => {
    const config = variant('replica2', (yaml) =>
      yaml.replace(/replica_count: 3/, 'replica_count: 2\n    accept_replica_2: true'),
    );
    const refused = await hpcha(['start', '--phase', '1', '--yes'], config);
    expect(refused.exitCode).toBe(77);
    expect(refused.stdout + refused.stderr).toMatch(/exists as replica 3 on .*wants replica 2 on /);
    expect(await on('server1', 'gluster volume info data_volume | grep -c ^Brick[0-9]')).toBe('3');
  });
});

describe('stop, then start', () => {
  it('ends with nothing running, the last database node recorded and flagged, and the bare mount point unwritable', async () => {
    await expectDone(stopAll);
    for (const host of controllers) {
      expect(await on(host, 'cat /var/lib/hpcha/galera-last-out')).toBe('server1');
      expect(await on(host, "pgrep -l -x 'mariadbd|glusterd|glusterfsd|glusterfs' || echo none")).toBe('none');
      expect(await on(host, 'touch /mnt/glusterfs/x 2>/dev/null || echo refused')).toBe('refused');
    }
    expect(await on('server1', 'grep safe_to_bootstrap /var/lib/mysql/grastate.dat')).toBe('safe_to_bootstrap: 1');
    const again = await expectDone(stopAll);
    expect(again.stdout).toMatch(/\b0 changed,/);
  });

  it('comes back from exactly that node with everything it had', async () => {
    const result = await expectDone(converge);
    expect(result.stdout).toMatch(/server1\s+start the last node out as the first/);
    expect(await on('server2', 'mariadb -NBe "SET SESSION wsrep_sync_wait=7; SELECT id FROM auth_db.proof"')).toBe(
      '42',
    );
    expect(await on('server3', 'cat /mnt/glusterfs/proof')).toBe('proof');
    expect((await expectDone(converge)).stdout).toMatch(/\b0 changed,/);
  });

  it('refuses a flag that is stale: a node further ahead would lose its commits', async () => {
    await expectDone([...stopAll, '--service', 'mariadb']);
    const record = '/var/lib/mysql/grastate.dat';
    const seqno = Number(await on('server1', `awk '/^seqno/{print $2}' ${record}`));
    // Its own record comes back afterwards: a position that its data does not have would keep it out of the cluster.
    await on('server2', `cp -a ${record} /root/grastate.dat && sed -i 's/^seqno:.*/seqno:   ${seqno + 10}/' ${record}`);
    const refused = await hpcha(['start', '--phase', '2', '--yes']);
    expect(refused.exitCode).toBe(77);
    expect(refused.stdout + refused.stderr).toMatch(/server2 is ahead/);
    expect(await on('server1', 'systemctl is-active mariadb || true')).toBe('inactive');
    await on('server2', `cp -a /root/grastate.dat ${record}`);
    await expectDone(['start', '--phase', '2', '--yes']);
  });
});
