// Checks of hosts as a whole: names and addresses, the VIP's place and owner, priorities, how many there are.

import {networkOf, sameNetwork} from './ipv4.ts';
import {controllersOf} from './order.ts';
import type {Places, Report} from './report.ts';
import {defaultPriority} from './resolve.ts';
import type {ClusterConfig} from './schema.ts';

export function checkHosts(config: ClusterConfig, places: Places, report: Report): void {
  checkDuplicates(config, places, report);
  checkVip(config, places, report);
  checkPriorities(config, places, report);
}

function checkDuplicates(config: ClusterConfig, places: Places, report: Report): void {
  const hosts = [
    ...config.nodes.controllers.map((host, index) => ({host, path: places.controller(host.hostname), index})),
    ...config.nodes.compute_nodes.map((host, index) => ({host, path: places.compute(host.hostname), index})),
  ];
  const names = new Set<string>();
  const addresses = new Map<string, string>();
  for (const {host, path} of hosts) {
    if (names.has(host.hostname)) {
      report(
        'error',
        [...path, 'hostname'],
        `"${host.hostname}" is the name of two hosts`,
        'give every host a name of its own',
      );
    }
    names.add(host.hostname);
    const holder = addresses.get(host.ip_address);
    if (holder !== undefined) {
      report(
        'error',
        [...path, 'ip_address'],
        `${host.ip_address} is also the address of ${holder}`,
        'give every host an address of its own',
      );
    }
    addresses.set(host.ip_address, host.hostname);
  }
  const holder = addresses.get(config.network.vip);
  if (holder !== undefined) {
    report(
      'error',
      ['network', 'vip'],
      `${config.network.vip} is the address of ${holder}`,
      'the VIP must be an address that no machine has',
    );
  }
}

function checkVip(config: ClusterConfig, places: Places, report: Report): void {
  const owners = config.nodes.controllers.filter((controller) => controller.vip_owner);
  if (owners.length > 1) {
    const names = owners.map((owner) => owner.hostname).join(' and ');
    for (const owner of owners.slice(1)) {
      report(
        'error',
        [...places.controller(owner.hostname), 'vip_owner'],
        `${names} are all vip_owner`,
        'leave vip_owner: true on one controller',
      );
    }
  }
  const [owner] = owners;
  if (owner !== undefined && !owner.services.keepalived) {
    report(
      'error',
      [...places.controller(owner.hostname), 'vip_owner'],
      `${owner.hostname} is vip_owner but has keepalived: false`,
      'enable keepalived there or name another owner',
    );
  }
  const holders = controllersOf(config, 'keepalived');
  const {vip, vip_prefix: prefix} = config.network;
  if (holders.length > 0 && !holders.some((controller) => sameNetwork(controller.ip_address, vip, prefix))) {
    const networks = [
      ...new Set(holders.map((controller) => `${networkOf(controller.ip_address, prefix)}/${prefix}`)),
    ].join(', ');
    report(
      'error',
      ['network', 'vip'],
      `${vip} is in no controller's network (${networks})`,
      'choose a free address of that network, or set network.vip_prefix',
    );
  }
}

function checkPriorities(config: ClusterConfig, places: Places, report: Report): void {
  const seen = new Map<number, string>();
  for (const controller of config.nodes.controllers) {
    const other = seen.get(controller.priority);
    if (other !== undefined) {
      report(
        'error',
        [...places.controller(controller.hostname), 'priority'],
        `${controller.hostname} and ${other} both have priority ${controller.priority}`,
        `give them different ones, for example ${defaultPriority(0)}, ${defaultPriority(1)}, ${defaultPriority(2)}`,
      );
    }
    seen.set(controller.priority, controller.hostname);
  }
  if (config.nodes.controllers.length < 3) {
    report(
      'warning',
      ['nodes', 'controllers'],
      `${config.nodes.controllers.length} controllers cannot lose one and keep a quorum`,
      'three or five controllers tolerate one or two failures',
    );
  }
}
