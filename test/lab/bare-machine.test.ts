// The single executable on a Debian 12 on which nothing was ever set up: it starts, works and serves, and needs nothing beside it.

import {readFileSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {bringUp} from '../../src/lab/bring-up.ts';
import {type Lab, openLab, sshArgv} from '../../src/lab/handle.ts';
import {labRoot} from '../../src/lab/paths.ts';
import {takeDown} from '../../src/lab/take-down.ts';
import {version} from '../../src/version.ts';

const name = 'labbare';
const root = labRoot(process.env);
const quiet = (): void => undefined;
const executable = resolve(import.meta.dirname, '../../dist/package/hpcha-tui');
const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
/** Nothing of the machine may be found by accident: no PATH, no variable of a shell. */
const alone = 'env -i PATH=/nonexistent /root/hpcha-tui';

let lab: Lab;

beforeAll(async () => {
  await bringUp({root, name, controllers: 1, compute: 0, progress: quiet});
  lab = await openLab(name);
  const address = (await lab.status()).find((machine) => machine.name === 'server1')?.address ?? '';
  const [program = 'ssh', ...argv] = sshArgv(lab.paths, 'root', address);
  await execa(program, [...argv, 'cat > /root/hpcha-tui && chmod 755 /root/hpcha-tui'], {
    inputFile: executable,
    timeout: 120_000,
  });
}, 900_000);

afterAll(async () => {
  if (lab !== undefined) await takeDown(root, name, true, quiet);
}, 120_000);

async function onBare(command: string): Promise<string> {
  const {exitCode, stdout, stderr} = await lab.ssh('server1', command);
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

/** Figure of the README's sentence about the executable, for example `(\d+) MiB`. */
function promised(pattern: RegExp): number {
  const about = /a single executable that needs nothing else[\s\S]*?\n\n/.exec(readme)?.[0] ?? '';
  return Number(pattern.exec(about)?.[1] ?? Number.NaN);
}

describe('the single executable', () => {
  it('finds all its libraries on a machine without Node and without anything of the stack', async () => {
    expect(
      (await lab.ssh('server1', 'command -v node npm mariadb redis-server gluster squeue nginx')).exitCode,
    ).not.toBe(0);
    expect(await onBare('. /etc/os-release; echo $VERSION_ID')).toBe('12');
    const libraries = await onBare('ldd /root/hpcha-tui');
    expect(libraries).not.toContain('not found');
    // Each belongs to a package that apt or dpkg themselves need: no Debian is without it.
    const packages = await onBare(
      "ldd /root/hpcha-tui | grep -o '/[^ ]*' | xargs -n1 readlink -f | sed 's,^/usr/lib,/lib,' | while read f; do " +
        'dpkg -S $f 2>/dev/null || dpkg -S /usr$f; done | cut -d: -f1 | sort -u',
    );
    expect(packages.split('\n').filter((one) => !['libc6', 'libgcc-s1', 'libstdc++6'].includes(one))).toEqual([]);
  });

  it('starts, checks a configuration and serves a page, alone', async () => {
    expect(await onBare(`${alone} version`)).toContain(version);
    expect(await onBare(`cd /root && ${alone} config init >/dev/null && ls -l my_multihead_cluster.yaml`)).toMatch(
      /^-rw-------/,
    );
    expect(await onBare(`cd /root && ${alone} setup --help`)).toContain('--dry-run');
    const settings = {
      ...{cluster: 'bare', node: 'server1', listen: ['127.0.0.1'], vip: '10.0.0.1', origins: ['https://10.0.0.1']},
      controllers: [{hostname: 'server1', address: '127.0.0.1'}],
      tokenKey: 'A'.repeat(43),
      database: {host: '127.0.0.1', port: 3306, name: 'auth_db', user: 'auth'},
      redis: {mode: 'sentinel', masterName: 'hpcha', nodes: [{host: '127.0.0.1', port: 26379}]},
      files: {mount: '/mnt/glusterfs', roots: ['home/{user}'], maxUploadBytes: 1},
      slurm: {enabled: false, bin: '/usr/bin'},
      prometheus: null,
    };
    const written = await lab.ssh('server1', 'mkdir -p /etc/hpcha/web && cat > /etc/hpcha/web/web.json', {
      input: JSON.stringify(settings),
    });
    expect(written.exitCode).toBe(0);
    await onBare(`systemd-run --quiet --unit=bare-pages ${alone} serve dashboard`);
    const ask = `exec 3<>/dev/tcp/127.0.0.1/5173 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`;
    const look = async (): Promise<string> => (await lab.ssh('server1', `bash -c "${ask}"`)).stdout;
    await expect.poll(look, {timeout: 20_000}).toMatch(/^HTTP\/1\.1 200[\s\S]*<script type="module"/);
  });

  it('is as large, and starts as fast, as the README says', async () => {
    const size = statSync(executable).size / 2 ** 20;
    expect(Math.abs(size - promised(/(\d+) MiB/)) / size).toBeLessThan(0.1);
    const took: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      const used = await onBare(`bash -c "TIMEFORMAT='%U %S'; time ${alone} version >/dev/null" 2>&1`);
      took.push(used.split(' ').reduce((sum, seconds) => sum + Number(seconds) * 1000, 0));
    }
    const median = took.sort((a, b) => a - b)[4] ?? Number.NaN;
    expect(median).toBeGreaterThan(0);
    // Processors differ, and other tests may run beside it: twice as much would be another program.
    expect(median).toBeLessThan(2 * promised(/(\d+) ms/));
  });
});
