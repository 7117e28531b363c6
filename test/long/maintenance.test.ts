// Moving everything onto one controller, taking it out of service while it carries everything, and bringing it back: on real controllers.

import {beforeAll, describe, expect, it} from 'vitest';
import type {Lab} from '../../src/lab/handle.ts';
import {act, acted} from '../lab/support/acts.ts';
import {cli, statusOf, untilCalm} from '../lab/support/cli.ts';
import {deployedLab} from '../lab/support/deployed-lab.ts';
import {untilHolds} from '../lab/support/drills.ts';

let lab: Lab;

beforeAll(async () => {
  ({lab} = await deployedLab());
  await untilCalm(lab.config, 120_000);
});

async function line(service: string): Promise<string> {
  return (await statusOf(lab.config)).status.services[service]?.line ?? '';
}

type Places = {readonly vip: string; readonly slurm: string; readonly redis: string};

async function places(): Promise<Places> {
  const {status} = await statusOf(lab.config);
  return {
    vip: status.vip.owners.join('+'),
    slurm: /(\S+) in control/.exec(status.services['slurm']?.line ?? '')?.[1] ?? '?',
    redis: /master (\S+?),/.exec(status.services['redis']?.line ?? '')?.[1] ?? '?',
  };
}

async function settledAt(wanted: Partial<Places>): Promise<void> {
  let seen: Places | null = null;
  const same = async (): Promise<boolean> => {
    seen = await places();
    const now: Readonly<Record<string, string>> = seen;
    return Object.entries(wanted).every(([key, host]) => now[key] === host);
  };
  await untilHolds(JSON.stringify(wanted), same, 60_000).catch((error: unknown) => {
    throw new Error(`seen ${JSON.stringify(seen)}`, {cause: error});
  });
}

describe('bringing the address and Slurm together', () => {
  it('lets the address follow Slurm, and then finds nothing to do', async () => {
    const {slurm} = await places();
    const other = slurm === 'server3' ? 'server2' : 'server3';
    if ((await places()).vip !== other) await acted(lab.config, other, 'failover-vip', '--to', other);
    await acted(lab.config, slurm, 'align-primary');
    await settledAt({vip: slurm, slurm});
    const again = await act(lab.config, slurm, 'align-primary');
    expect(again.exitCode).toBe(77);
    expect(again.stderr).toMatch(/are on \S+ already/);
  });

  it('moves both to a controller that is named, and takes both back', async () => {
    await acted(lab.config, 'server2', 'align-primary', '--to', 'server2');
    await settledAt({vip: 'server2', slurm: 'server2'});
    await acted(lab.config, 'server1', 'align-primary', '--to', 'server1');
    await settledAt({vip: 'server1', slurm: 'server1'});
    await untilCalm(lab.config, 120_000);
  });

  it('undoes a takeover of Slurm: the first controller is started and takes control back', async () => {
    const result = await acted(lab.config, 'server2', 'takeover-slurm', '--to', 'server2');
    await settledAt({slurm: 'server2'});
    const run = /run ([0-9a-f]{6})/.exec(`${result.stdout}${result.stderr}`)?.[1] ?? '';
    await acted(lab.config, 'server2', 'undo', '--run', run);
    await settledAt({slurm: 'server1'});
    await untilCalm(lab.config, 120_000);
  });
});

describe('maintenance of the controller that carries everything', () => {
  it('moves all away, stops it, keeps every service, and refuses a second one', async () => {
    if ((await places()).redis !== 'server1') await acted(lab.config, 'server1', 'switch-redis', '--to', 'server1');
    await settledAt({vip: 'server1', slurm: 'server1', redis: 'server1'});
    const preview = await cli(['can-stop', 'server1', '--config', lab.config]);
    expect(preview.stdout).toMatch(/virtual address moves to/);
    expect(preview.exitCode).toBe(1);
    await acted(lab.config, 'server1', 'maintenance', 'on', 'server1');
    let now = await places();
    const others = /^server[23]$/;
    await untilHolds(
      'everything on the others',
      async () => {
        now = await places();
        return [now.vip, now.slurm, now.redis].every((host) => others.test(host));
      },
      60_000,
    );
    await untilHolds('Galera of two', async () => /2 of 3 Synced, Primary/.test(await line('mariadb')), 60_000);
    const left = await lab.ssh('server1', 'pgrep -lx "mariadbd|glusterfsd|glusterd|slurmctld|redis-server" || true');
    expect(left.stdout).toBe('');
    const second = await act(lab.config, 'server2', 'maintenance', 'on', 'server2');
    expect(second.exitCode).toBe(77);
    expect(second.stderr).toMatch(/Galera would be left with 1 of 2/);
    expect(second.stderr).toMatch(/bricks, below its quorum/);
  });

  it('brings it back: everything heals and is green without a hand', async () => {
    await acted(lab.config, 'server1', 'maintenance', 'off', 'server1');
    await untilCalm(lab.config, 180_000);
    const masked = await lab.ssh('server1', 'systemctl list-unit-files --state=masked-runtime --no-legend');
    expect(masked.stdout).toBe('');
  });
});
