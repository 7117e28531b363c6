// What may be asked of a host before and between phases, also of compute nodes; never polled.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import {defineLook, usualTimeoutMs} from './look.ts';

/** Packages that phases install or that stand in their way. Patterns as dpkg-query takes them. */
export const knownPackages = [
  'chrony',
  'galera-*',
  'glusterfs-*',
  'keepalived',
  'logrotate',
  'mariadb-*',
  'mysql-server*',
  'munge',
  'nftables',
  'nginx*',
  'ntp',
  'ntpsec',
  'redis*',
  'rsync',
  'slurm*',
  'socat',
  'sudo',
  'systemd-timesyncd',
  'ufw',
  'firewalld',
  'grafana',
];

export function surveyFilesLook(): Look {
  const files = [
    '/proc/meminfo',
    '/proc/sys/kernel/arch',
    '/proc/sys/kernel/hostname',
    '/sys/devices/system/cpu/online',
    '/sys/fs/cgroup/cgroup.controllers',
    '/etc/os-release',
  ];
  return defineLook('survey-files', ['grep', '-Hs', '', ...files], {answers: [0, 1, 2]});
}

export function surveyMachineLook(): Look {
  return defineLook('survey-machine', ['uname', '-m']);
}

export function surveyDiskLook(): Look {
  return defineLook('survey-disk', ['df', '-B1', '--output=size', '/']);
}

/** Exit 1: no virtualisation found, which it says as `none`. */
export function surveyVirtualisationLook(): Look {
  return defineLook('survey-virtualisation', ['systemd-detect-virt'], {answers: [0, 1]});
}

export function surveyPackagesLook(): Look {
  const format = '${Package} ${Version} ${db:Status-Status}\\n';
  return defineLook('survey-packages', ['dpkg-query', '-W', '-f', format, ...knownPackages], {answers: [0, 1]});
}

export function surveyAddressesLook(): Look {
  return defineLook('survey-addresses', ['ip', '-j', '-4', 'addr', 'show']);
}

/** glusterd's own files, readable while it is stopped. Secrets live in other files of that directory. */
export function surveyVolumesLook(): Look {
  const keys = '^(type|replica_count|arbiter_count|brick-[0-9]+|hostname1|uuid)=';
  const folders = ['/var/lib/glusterd/vols', '/var/lib/glusterd/peers'];
  const argv = ['grep', '-rHsE', '--include=info', '--include=*-*-*-*-*', keys, ...folders] as const;
  return defineLook('survey-volumes', argv, {privileged: true, answers: [0, 1, 2]});
}

/** What lies at the brick path: `.glusterfs` in it means that a volume has used it. */
export function surveyBrickLook(config: ClusterConfig): Look {
  const argv = ['find', config.storage.gluster.brick_path, '-maxdepth', '1', '-printf', '%y %p\\n'] as const;
  return defineLook('survey-brick', argv, {privileged: true, answers: [0, 1]});
}

/** The mark a volume leaves on its brick at creation. getfattr may be absent; then `.glusterfs` and glusterd's files tell. */
export function surveyBrickMarkLook(config: ClusterConfig): Look {
  const brick = config.storage.gluster.brick_path;
  const argv = ['getfattr', '--absolute-names', '-n', 'trusted.glusterfs.volume-id', '-e', 'hex', brick] as const;
  return defineLook('survey-brick-mark', argv, {privileged: true, answers: [0, 1]});
}

/** A digest only: the key itself never leaves its host. */
export function surveyMungeKeyLook(): Look {
  return defineLook('survey-munge-key', ['sha256sum', '/etc/munge/munge.key'], {privileged: true, answers: [0, 1]});
}

/** Touches the Gluster mount, so it travels alone. */
export function surveySlurmStateLook(config: ClusterConfig): Look {
  const files = [`${config.storage.gluster.mount_point}/slurm/state/clustername`, '/var/spool/slurmctld/clustername'];
  const argv = ['grep', '-Hs', '', ...files] as const;
  return defineLook('survey-slurm-state', argv, {privileged: true, answers: [0, 1, 2], timeoutMs: 2_000});
}

export function surveySlurmPrefixLook(prefix: string): Look {
  return defineLook('survey-slurm-prefix', [`${prefix}/sbin/slurmctld`, '-V']);
}

export function surveyRedisFilesLook(): Look {
  const argv = ['find', '/var/lib/redis', '-maxdepth', '3', '-type', 'f', '-size', '+0', '-printf', '%p\\n'] as const;
  return defineLook('survey-redis-files', argv, {privileged: true, answers: [0, 1]});
}

export function surveyRedisConfigLook(): Look {
  const argv = ['grep', '-rHsE', '^[[:space:]]*cluster-enabled[[:space:]]', '/etc/redis'] as const;
  return defineLook('survey-redis-config', argv, {privileged: true, answers: [0, 1, 2]});
}

export function surveyTablesLook(): Look {
  return defineLook('survey-tables', ['nft', 'list', 'tables'], {privileged: true, timeoutMs: usualTimeoutMs});
}

export const grafanaUnit = 'grafana-server.service';
/** What phase 6 adds to its unit; whoever has it was deployed by us. */
export const grafanaDropIn = `/etc/systemd/system/${grafanaUnit}.d/hpcha.conf`;

/** A password for Grafana is what asks for it, and it draws what Prometheus keeps. */
export function wantsGrafana({web}: ClusterConfig): boolean {
  return web.grafana_password !== undefined && web.metrics.prometheus;
}

/** nginx is asked for beside it: a machine that does not even know nginx has not read its package sources. */
export function surveyGrafanaLook(): Look {
  return defineLook('survey-grafana', ['apt-cache', 'policy', 'grafana', 'nginx'], {timeoutMs: usualTimeoutMs});
}

export function surveyGrafanaDropInLook(): Look {
  return defineLook('survey-grafana-ours', ['grep', '-Hs', '', grafanaDropIn], {answers: [0, 1, 2]});
}

/** Exit 1 and 4: disabled, or no such unit (systemctl(1)). */
export function surveyGrafanaUnitLook(): Look {
  return defineLook('survey-grafana-unit', ['systemctl', 'is-enabled', grafanaUnit], {answers: [0, 1, 4]});
}

/** Everything in one channel but the look at the mount. */
export function surveyLocalLooks(config: ClusterConfig): readonly Look[] {
  return [
    surveyFilesLook(),
    surveyMachineLook(),
    surveyDiskLook(),
    surveyVirtualisationLook(),
    surveyPackagesLook(),
    surveyAddressesLook(),
    surveyVolumesLook(),
    surveyBrickLook(config),
    surveyBrickMarkLook(config),
    surveyMungeKeyLook(),
    surveyRedisFilesLook(),
    surveyRedisConfigLook(),
    surveyTablesLook(),
    ...(config.slurm.prefix === undefined ? [] : [surveySlurmPrefixLook(config.slurm.prefix)]),
    ...(wantsGrafana(config) ? [surveyGrafanaLook(), surveyGrafanaDropInLook(), surveyGrafanaUnitLook()] : []),
  ];
}

export function surveyLooks(config: ClusterConfig): readonly Look[] {
  return [...surveyLocalLooks(config), surveySlurmStateLook(config)];
}
