// What one controller's keepalived is told: pure data for its template, refused where it cannot be known.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import type {HostName} from '../../../model/service.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';

export const scripts = '/usr/local/lib/hpcha';
/** Where controllers ask each other whether they could serve; not a port of any service that runs here. */
export const witnessPort = 7979;
/** One address, one instance; the event log and the status name it. */
export const instanceName = 'hpcha_vip';
/** Seconds before a starting keepalived takes part: services and peers get a moment at boot. */
const startupDelay = 2;

export type CheckName = 'galera' | 'gluster' | 'web';

/** Functional checks of what runs on this controller itself; the web's own holds while phase 6 has not been there. */
export function checksOf({services}: ControllerConfig): readonly CheckName[] {
  return [
    ...(services.mariadb ? (['galera'] as const) : []),
    ...(services.glusterfs ? (['gluster'] as const) : []),
    ...(services.web ? (['web'] as const) : []),
  ];
}

/** The interface that carries the address: the configured one, or the one that holds the controller's own address. */
export function interfaceOf(
  snapshot: Snapshot,
  config: ClusterConfig,
  controller: ControllerConfig,
): string | undefined {
  const interfaces = surveyOf(snapshot, controller.hostname)?.interfaces ?? [];
  const named = config.network.interface;
  if (named !== undefined) return interfaces.find(({name}) => name === named)?.name;
  return interfaces.find(({addresses}) => addresses.some((cidr) => cidr.split('/')[0] === controller.ip_address))?.name;
}

export function interfaceRefusals(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return controllersOf(config, 'keepalived')
    .filter((controller) => interfaceOf(snapshot, config, controller) === undefined)
    .map(({hostname, ip_address}) => ({
      code: 'VipInterfaceUnknown',
      level: 'critical',
      where: hostname,
      service: 'keepalived',
      params: {wanted: config.network.interface ?? ip_address},
    }));
}

/** Data of `templates/keepalived/keepalived.conf`. Everybody is BACKUP with a priority of its own: the template has no MASTER. */
export function instanceData(config: ClusterConfig, controller: ControllerConfig, device: string): object {
  const peers = controllersOf(config, 'keepalived')
    .filter(({hostname}) => hostname !== controller.hostname)
    .map(({ip_address}) => ip_address);
  return {
    host: controller.hostname,
    instance: instanceName,
    interface: device,
    vrid: config.network.vrid,
    priority: controller.priority,
    advertInterval: config.network.advert_interval,
    address: controller.ip_address,
    peers,
    peerWords: peers.map((peer) => ` ${peer}`).join(''),
    vip: config.network.vip,
    vipPrefix: config.network.vip_prefix,
    checks: checksOf(controller),
    scripts,
    startupDelay,
  };
}

/** Who holds the address at first: the configured owner, or the highest priority (columns are in that order). */
export function firstOwner(config: ClusterConfig): HostName | undefined {
  const controllers = controllersOf(config, 'keepalived');
  return (controllers.find(({vip_owner}) => vip_owner) ?? controllers[0])?.hostname;
}
