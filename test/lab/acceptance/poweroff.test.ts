// Issue 2, done-when 5: a controller loses its power; the rest is judged, not unknown, and all is green again without help.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {statusOf, untilGreen} from '../support/cli.ts';
import {type DeployedLab, deployedLab} from '../support/deployed-lab.ts';

let world: DeployedLab;

beforeAll(async () => {
  world = await deployedLab();
}, 1_200_000);

afterAll(async () => {
  const machines = await world.lab.status();
  for (const machine of machines) if (machine.power !== 'on') await world.lab.poweron(machine.name);
});

const services = ['glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived'];
const isLoss = (verdict: string | undefined): boolean => verdict === 'warning' || verdict === 'critical';

describe('after lab poweroff server3', () => {
  it('status answers in 6 s with a judgement that names server3 and each service’s loss', async () => {
    await world.lab.poweroff('server3');
    const first = await statusOf(world.config);
    expect(first.tookMs).toBeLessThan(6000);
    // The peers need their own time-outs (Gluster's is the longest, 3 s) before they can confirm the loss.
    const end = performance.now() + 15_000;
    let seen = first;
    const isJudged = (): boolean => services.every((id) => isLoss(seen.status.services[id]?.verdict));
    while (performance.now() < end && !isJudged()) seen = await statusOf(world.config);
    expect([1, 2]).toContain(seen.code);
    expect(['warning', 'critical']).toContain(seen.status.verdict);
    const about = seen.status.findings.filter(
      (finding) => finding.where === 'server3' || finding.what.includes('server3'),
    );
    for (const service of services) {
      expect(
        about.some((finding) => finding.service === service),
        `${service}: ${about.map((finding) => finding.code).join(', ')}`,
      ).toBe(true);
      expect(isLoss(seen.status.services[service]?.verdict), service).toBe(true);
    }
    expect(seen.status.controllers['server3']?.reach).toBe('lost');
    expect(seen.status.tolerance['cluster']).toBe(0);
  });

  it('still holds the VIP on exactly one of the others', async () => {
    const {status} = await statusOf(world.config);
    expect(status.vip.owners).toHaveLength(1);
    expect(['server1', 'server2']).toContain(status.vip.owners[0]);
  });

  it('is green again after poweron, without help', async () => {
    await world.lab.poweron('server3');
    const status = await untilGreen(world.config, 180_000);
    expect(status.controllers['server3']?.reach).toBe('seen');
  });
});
