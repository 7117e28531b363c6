// Steps for the one nftables table that keeps strangers away from the services' protocol ports (DESIGN §6).

import {hostsOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';

const unit = 'hpcha-firewall.service';
const mark = 'hpcha-firewall';

/**
 * MariaDB and Galera, Redis with its cluster bus and sentinels, Gluster with its bricks, Slurm, keepalived's
 * witness, the web services behind nginx and their helpers. ssh and nginx' own ports are in no rule at all.
 */
export const peerTcpPorts: readonly string[] = [
  ...[
    '3306',
    '4444',
    '4567-4568',
    '6379-6380',
    '16379-16380',
    '26379',
    '24007-24008',
    '49152-60999',
    '6817-6819',
    '7979',
    '5000-5003',
    '5010-5011',
    '5173-5175',
  ],
];
/** Galera's multicast variant, Gluster's management, time. */
export const peerUdpPorts: readonly string[] = ['123', '4567', '24007-24008'];

/** Only our own table is ever loaded or replaced, in one transaction; nobody else's rules are touched. */
export function firewallSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  if (config.network.firewall === 'off') return [removeStep(stage, on)];
  const peers = [...new Set([...hostsOf(config).map(({ip_address}) => ip_address), config.network.vip])];
  const rules = render('prepare/firewall.nft', {peers, tcp: peerTcpPorts.join(', '), udp: peerUdpPorts.join(', ')});
  const owned = {owner: 'root', group: 'root', marks: [mark]};
  return [
    step({
      stage,
      on,
      title: 'write the firewall table',
      operation: {kind: 'file', path: '/etc/hpcha-firewall.nft', content: rules, mode: '0644', ...owned},
    }),
    step({
      stage,
      on,
      title: 'write the firewall unit',
      operation: {
        kind: 'file',
        path: `/etc/systemd/system/${unit}`,
        content: render('prepare/firewall.service', {}),
        mode: '0644',
        ...owned,
      },
    }),
    step({
      stage,
      on,
      title: 'load the firewall table',
      operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
    }),
    reviveStep(stage, on),
    step({
      stage,
      on,
      title: 'reload the firewall table if it changed',
      operation: {kind: 'restart', unit, mark, how: 'reload'},
      after: [check('firewall-loaded')],
    }),
  ];
}

/** Somebody flushed the ruleset while our unit believes to have loaded it. */
function reviveStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'load the firewall table again if it is gone',
    operation: {
      kind: 'exec',
      argv: ['systemctl', 'restart', unit],
      unless: {argv: ['nft', 'list', 'table', 'inet', 'hpcha'], expect: {kind: 'exit', codes: [0]}},
    },
  });
}

/** `network.firewall: off` takes away what an earlier run put there. */
function removeStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'unload the firewall table',
    operation: {
      kind: 'exec',
      argv: ['systemctl', 'disable', '--now', unit],
      unless: {argv: ['systemctl', 'is-enabled', '--quiet', unit], expect: {kind: 'exit', codes: [1, 4]}},
    },
  });
}
