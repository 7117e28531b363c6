// A lab's whole life on this host: up, power, cables, copies, down; and what each of them promises.

import {readFileSync, statSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {bringUp} from '../../src/lab/bring-up.ts';
import {type Lab, openLab} from '../../src/lab/handle.ts';
import {labRoot} from '../../src/lab/paths.ts';
import {takeDown} from '../../src/lab/take-down.ts';
import {remainsOf} from './support/host-remains.ts';

const name = 'lablife';
const root = labRoot(process.env);
const lines: string[] = [];
const progress = (line: string): void => {
  lines.push(line);
};

let lab: Lab;
let index: number;

beforeAll(async () => {
  const state = await bringUp({root, name, controllers: 2, compute: 1, progress});
  index = state.index;
  lab = await openLab(name);
}, 900_000);

afterAll(async () => {
  if (lab !== undefined) await takeDown(root, name, true, progress);
}, 120_000);

async function onServer1(command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await lab.ssh('server1', command);
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

describe('a machine of the lab', () => {
  it('is a booted Debian with nothing failed, its own identity and a /data that is no overlay', async () => {
    expect(await onServer1('systemctl is-system-running')).toBe('running');
    expect(await onServer1('systemctl --failed --no-legend')).toBe('');
    expect(await onServer1('cat /etc/hostname; hostname')).toBe('server1\nserver1');
    expect(await onServer1('stat --file-system --format %T /data')).toBe('ext2/ext3');
    const ids = await Promise.all(
      ['server1', 'server2', 'node001'].map((host) =>
        lab.ssh(host, 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub'),
      ),
    );
    expect(new Set(ids.map((answer) => answer.stdout)).size).toBe(3);
  });

  it('has a journal that survives, no policy-rc.d, no way outside and only the lab’s packages', async () => {
    expect(await onServer1('test -e /usr/sbin/policy-rc.d || echo none')).toBe('none');
    expect(await onServer1('ip route show default')).toBe('');
    expect(await onServer1('find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec cat {} +')).toBe(
      'deb [trusted=yes] file:/srv/apt ./',
    );
    expect(
      await onServer1(
        'apt-get -qq update && apt-cache policy mariadb-server galera-4 glusterfs-server slurmctld keepalived redis-sentinel | grep -c file:/srv/apt',
      ),
    ).toBe('6');
    expect((await lab.ssh('server1', 'touch /srv/apt/x')).exitCode).not.toBe(0);
    expect(await onServer1('journalctl --disk-usage | grep -c journals')).toBe('1');
    expect(await onServer1('ls -d /var/log/journal/*/')).toMatch(/journal/);
  });

  it('lets operator1 become root without a password, and operator2 only with the one kept 0600', async () => {
    const one = await lab.ssh('server1', 'sudo -n id -u', {user: 'operator1'});
    expect(one.stdout.trim()).toBe('0');
    const without = await lab.ssh('server1', 'sudo -n id -u', {user: 'operator2'});
    expect(without.exitCode).not.toBe(0);
    expect(statSync(lab.paths.operatorPassword).mode & 0o077).toBe(0);
    const password = readFileSync(lab.paths.operatorPassword, 'utf8');
    const withIt = await lab.ssh('server1', "sudo -k -S -p '' id -u", {user: 'operator2', input: password});
    expect(withIt.stdout.trim()).toBe('0');
  });

  it('has a disk of its own: filling it leaves the host and the other machines alone', async () => {
    const {exitCode} = await lab.ssh('server2', 'fallocate -l 20G /root/big');
    expect(exitCode).not.toBe(0);
    expect(
      await onServer1('df --output=size -BG /data | tail -1').then((text) => Number.parseInt(text, 10)),
    ).toBeLessThan(10);
    await lab.ssh('server2', 'rm -f /root/big');
  });

  it('keeps the YAML with its passwords readable by its owner only', () => {
    expect(statSync(lab.config).mode & 0o077).toBe(0);
    expect(statSync(lab.paths.key).mode & 0o077).toBe(0);
  });
});

/** A connection to a machine's sshd that has received its banner, and all that happens to it. */
async function watchedConnection(address: string): Promise<{socket: Socket; events: string[]}> {
  const events: string[] = [];
  const socket = connect(22, address);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', () => resolve());
  });
  for (const event of ['end', 'close', 'error'] as const) socket.on(event, () => events.push(event));
  return {socket, events};
}

describe('power', () => {
  it('off is honest: a peer with an open connection sees neither FIN nor RST, only silence', async () => {
    const address = (await lab.state()).machines.find((machine) => machine.name === 'server2')?.address ?? '';
    const {socket, events} = await watchedConnection(address);
    await lab.poweroff('server2');
    const [, status] = await lab.status();
    expect(status).toMatchObject({name: 'server2', power: 'off', link: 'none', ssh: false});
    expect(events).toEqual([]);
    socket.destroy();
    const left = (await remainsOf(index, name, lab.paths.dir)).filter((line) => line.includes('server2'));
    expect(left).toEqual([]);
  });

  it('on boots the same disk again, with the files and the host key it had', async () => {
    await lab.poweron('server2');
    const again = await lab.ssh('server2', 'journalctl --list-boots --quiet --no-pager | wc -l');
    expect(again.exitCode).toBe(0);
    expect(Number(again.stdout.trim())).toBeGreaterThanOrEqual(2);
  });

  it('off keeps what was written just before, as a disk does', async () => {
    await lab.ssh('server2', 'echo kept > /data/kept && sync /data/kept');
    await lab.poweroff('server2');
    await lab.poweron('server2');
    expect((await lab.ssh('server2', 'cat /data/kept')).stdout.trim()).toBe('kept');
  });

  it('on for a machine that runs, and off for one that does not, change nothing', async () => {
    const before = (await lab.status()).find((machine) => machine.name === 'server1')?.leader;
    await lab.poweron('server1');
    expect((await lab.status()).find((machine) => machine.name === 'server1')?.leader).toBe(before);
    await lab.poweroff('node001');
    await lab.poweroff('node001');
    await lab.poweron('node001');
    expect((await lab.status()).every((machine) => machine.ssh)).toBe(true);
  });

  it('names the machines there are when asked for another', async () => {
    await expect(lab.poweroff('server9')).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('server1, server2, node001'),
    });
  });
});

describe('cables', () => {
  it('cut leaves the machine running and nobody hears it; mend lets it back in', async () => {
    const ping = async (): Promise<number> => (await lab.ssh('server1', `ping -c1 -W1 -q ${address}`)).exitCode;
    const server2 = (await lab.state()).machines.find((machine) => machine.name === 'server2');
    const address = server2?.address ?? '';
    expect(await ping()).toBe(0);
    await lab.cut('server2');
    expect(await ping()).not.toBe(0);
    expect((await lab.status()).find((machine) => machine.name === 'server2')).toMatchObject({
      power: 'on',
      link: 'cut',
      ssh: false,
    });
    await lab.mend('server2');
    expect(await ping()).toBe(0);
  });

  it('stay cut over a power cycle until mended', async () => {
    await lab.cut('server2');
    await lab.poweroff('server2');
    await lab.poweron('server2');
    expect((await lab.status()).find((machine) => machine.name === 'server2')).toMatchObject({
      power: 'on',
      link: 'cut',
    });
    await lab.mend('server2');
    await expect
      .poll(async () => (await lab.status()).find((machine) => machine.name === 'server2')?.ssh, {timeout: 10_000})
      .toBe(true);
  });
});

describe('copies', () => {
  it.each([false, true])(
    'bring back files, modes and extended attributes of all machines (orderly: %s)',
    async (orderly) => {
      await onServer1(
        'echo green > /data/state && chmod 640 /data/state && ln -sf state /data/link && echo here > /etc/lab-mark',
      );
      await lab.save('green', orderly);
      expect((await lab.status()).every((machine) => machine.power === 'on' && machine.ssh)).toBe(true);
      await onServer1('rm -f /data/state /etc/lab-mark; echo red > /data/other');
      await lab.poweroff('server2');
      const started = performance.now();
      await lab.restore('green');
      expect(performance.now() - started).toBeLessThan(60_000);
      expect(
        await onServer1('cat /data/link /etc/lab-mark; stat -c %a /data/state; test -e /data/other || echo gone'),
      ).toBe('green\nhere\n640\ngone');
      expect((await lab.status()).every((machine) => machine.power === 'on' && machine.ssh)).toBe(true);
    },
  );

  it('name the saves there are when asked for another, and refuse a tag that is a path', async () => {
    await expect(lab.restore('blue')).rejects.toMatchObject({code: 'usage', hint: expect.stringContaining('green')});
    await expect(lab.save('../x')).rejects.toMatchObject({code: 'usage'});
  });
});

describe('up and down', () => {
  it('up again changes nothing: every machine keeps its PID 1, the YAML its bytes', async () => {
    const leaders = (await lab.status()).map((machine) => machine.leader);
    const yaml = readFileSync(lab.config, 'utf8');
    await bringUp({root, name, progress});
    expect((await lab.status()).map((machine) => machine.leader)).toEqual(leaders);
    expect(readFileSync(lab.config, 'utf8')).toBe(yaml);
  });

  it('up with more controllers adds them and keeps the passwords', async () => {
    const password = /DB_ROOT_PASSWORD: "(.*)"/.exec(readFileSync(lab.config, 'utf8'))?.[1];
    await bringUp({root, name, controllers: 3, progress});
    expect((await lab.ssh('server3', 'hostname')).stdout.trim()).toBe('server3');
    const yaml = readFileSync(lab.config, 'utf8');
    expect(yaml).toContain('hostname: server3');
    expect(yaml).toContain(`DB_ROOT_PASSWORD: "${password}"`);
    await expect(bringUp({root, name, controllers: 1, progress})).rejects.toMatchObject({code: 'refused'});
  });

  it('down keeps the disks and leaves nothing on the host; up boots them again', async () => {
    await onServer1('echo stays > /data/stays');
    await takeDown(root, name, false, progress);
    expect(await remainsOf(index, name, lab.paths.dir)).toEqual([]);
    await bringUp({root, name, progress});
    expect(await onServer1('cat /data/stays')).toBe('stays');
  });

  it('down --wipe leaves nothing at all', async () => {
    await takeDown(root, name, true, progress);
    expect(await remainsOf(index, name, lab.paths.dir)).toEqual([]);
    expect(() => statSync(lab.paths.dir)).toThrow(/ENOENT/);
    await expect(openLab(name)).rejects.toMatchObject({code: 'usage'});
    await bringUp({root, name, controllers: 1, compute: 0, progress});
  });
});
