// Steps for /etc/hosts: every machine of the cluster by name, so that no service depends on a name server.

import {hostsOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {step} from '../../step.ts';

export function nameSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const lines = hostsOf(config).map(({hostname, ip_address}) => `${ip_address} ${names(hostname)}\n`);
  return [
    step({
      stage,
      on,
      title: 'name all machines in /etc/hosts',
      operation: {kind: 'block', path: '/etc/hosts', name: 'cluster', content: [lines.join('')]},
    }),
    loopbackNameStep(stage, on),
  ];
}

/** A qualified name is also known by its first part. */
function names(hostname: HostName): string {
  const short = hostname.split('.')[0] ?? hostname;
  return short === hostname ? hostname : `${hostname} ${short}`;
}

/**
 * Debian's installer maps the machine's own name to 127.0.1.1. Gluster and Slurm would then announce an address that no other
 * machine can reach, and the first line of the file wins.
 */
function loopbackNameStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'let the own name mean the real address',
    operation: {
      kind: 'exec',
      argv: ['sed', '-i', '-E', 's/^[[:space:]]*127\\.0\\.1\\.1[[:space:]]/# hpcha: &/', '/etc/hosts'],
      unless: {
        argv: ['grep', '-qE', '^[[:space:]]*127\\.0\\.1\\.1[[:space:]]', '/etc/hosts'],
        expect: {kind: 'exit', codes: [1]},
      },
    },
  });
}
