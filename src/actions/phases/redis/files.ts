// The files of Redis on one controller: seeded configurations, drop-ins for their units, directories.

import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import {render} from '../../render.ts';
import {monitorPassword, redisPassword} from '../../secret-refs.ts';
import {check, step} from '../../step.ts';
import {instanceSettings, sentinelQuorum, sentinelSettings} from './settings.ts';

/** One redis-server on a controller. The unit's base name is also its restart mark. */
export type Instance = {
  readonly port: number;
  readonly unit: string;
  readonly mark: string;
  readonly file: string;
  readonly dataDir: string;
  readonly pidFile: string;
  readonly logFile: string;
  /** Replaces the unit's command; '' where the unit names this file already (the package's template). */
  readonly command: string;
};

export const firstInstance: Instance = {
  port: 6379,
  unit: 'redis-server.service',
  mark: 'redis-server',
  file: '/etc/redis/redis-6379.conf',
  dataDir: '/var/lib/redis',
  pidFile: '/run/redis/redis-server.pid',
  logFile: '/var/log/redis/redis-server.log',
  command: '/usr/bin/redis-server /etc/redis/redis-6379.conf --supervised systemd --daemonize no',
};

export const secondInstance: Instance = {
  port: 6380,
  unit: 'redis-server@6380.service',
  mark: 'redis-server@6380',
  file: '/etc/redis/redis-6380.conf',
  dataDir: '/var/lib/redis/6380',
  pidFile: '/run/redis-6380/redis-server.pid',
  logFile: '/var/log/redis/redis-server-6380.log',
  command: '',
};

export const sentinelUnit = 'redis-sentinel.service';
export const sentinelMark = 'redis-sentinel';
export const sentinelFile = '/etc/redis/sentinel-26379.conf';

/** Address of the master to follow from the first start on; '' for the master itself and in cluster mode. */
export type Place = {readonly index: number; readonly controllers: number; readonly replicaOf: string};

/** Configuration, data directory and unit of one instance. Seeded once: the daemon rewrites its file (DESIGN §3). */
export function instanceFiles(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  instance: Instance,
  place: Place,
): readonly Step[] {
  const on = controller.hostname;
  const content = render('redis/redis.conf', {
    ...instance,
    ...place,
    mode: config.redis.mode,
    address: controller.ip_address,
    password: redisPassword(config),
    monitorHash: monitorPassword('sha256'),
    settings: instanceSettings(config, place.index, place.controllers),
  });
  const owned = {owner: 'redis', group: 'redis'};
  const seed = {kind: 'file', path: instance.file, content, mode: '0640', ...owned, seed: true} as const;
  return [
    step({
      stage,
      on,
      title: `make ${instance.dataDir}`,
      operation: {kind: 'directory', path: instance.dataDir, mode: '0750', ...owned},
    }),
    step({
      stage,
      on,
      title: `seed ${instance.file}`,
      operation: seed,
      before: [check('redis-data-is-ours', {file: instance.file, directory: instance.dataDir})],
    }),
    ...dropIn(stage, on, instance.unit, instance.mark, instance.command),
  ];
}

/** Configuration and unit of the sentinel. `master` is the address that it watches at first. */
export function sentinelFiles(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  watch: {readonly master: string; readonly sentinels: number},
): readonly Step[] {
  const on = controller.hostname;
  const content = render('redis/sentinel.conf', {
    address: controller.ip_address,
    password: redisPassword(config),
    name: config.redis.sentinel.master_name,
    master: watch.master,
    quorum: sentinelQuorum(config, watch.sentinels),
    settings: sentinelSettings(config),
  });
  const command = `/usr/bin/redis-sentinel ${sentinelFile} --supervised systemd --daemonize no`;
  return [
    step({
      stage,
      on,
      title: `seed ${sentinelFile}`,
      operation: {kind: 'file', path: sentinelFile, content, mode: '0640', owner: 'redis', group: 'redis', seed: true},
    }),
    ...dropIn(stage, on, sentinelUnit, sentinelMark, command),
  ];
}

function dropIn(stage: string, on: string, unit: string, mark: string, command: string): readonly Step[] {
  const path = `/etc/systemd/system/${unit}.d/hpcha.conf`;
  const content = render('redis/unit.conf', {command});
  return [
    step({
      stage,
      on,
      title: `write ${path}`,
      operation: {kind: 'file', path, content, mode: '0644', owner: 'root', group: 'root', marks: [mark]},
    }),
  ];
}
