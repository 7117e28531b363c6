// The files and directories of Slurm on one machine: configuration, units, logs.

import type {ClusterConfig} from '../../../config/schema.ts';
import type {Operation} from '../../../model/operation.ts';
import type {Step} from '../../../model/plan.ts';
import type {Text} from '../../../model/secret.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {slurmDatabasePassword} from '../../secret-refs.ts';
import {step} from '../../step.ts';
import {gateCommand, guardSteps, isGuarded} from './guard.ts';
import {accountingHosts, type SlurmPlaces, slurmId, slurmPlaces} from './places.ts';

export type Daemon = 'slurmctld' | 'slurmdbd' | 'slurmd';

/** The account and, for an installation of the site's own, the directories that packages bring otherwise. */
export function groundSteps(stage: string, on: HostName, config: ClusterConfig, compute: boolean): readonly Step[] {
  const places = slurmPlaces(config);
  const account: Operation = {
    kind: 'user',
    name: 'slurm',
    uid: slurmId,
    group: 'slurm',
    gid: slurmId,
    home: '/nonexistent',
    shell: '/usr/sbin/nologin',
    system: true,
  };
  const directory = (path: string, owner: string): Step =>
    step({
      stage,
      on,
      title: `make ${path}`,
      operation: {kind: 'directory', path, mode: '0755', owner, group: owner},
    });
  return [
    step({stage, on, title: 'make the account slurm', operation: account}),
    directory(places.logs, 'slurm'),
    ...(places.prefix === null ? [] : [directory(places.etc, 'root')]),
    ...(places.prefix !== null && compute
      ? [directory('/var/lib/slurm', 'slurm'), directory(places.spool, 'root')]
      : []),
  ];
}

/** slurm.conf and, where jobs are confined by control groups, cgroup.conf; both restart the daemon that reads them. */
export function configurationSteps(
  stage: string,
  on: HostName,
  places: SlurmPlaces,
  texts: {readonly slurm: Text; readonly cgroup: boolean},
  daemon: Daemon,
): readonly Step[] {
  const write = (name: string, content: Text) => fileStep(stage, on, `${places.etc}/${name}`, content, [daemon]);
  return [
    write('slurm.conf', texts.slurm),
    ...(texts.cgroup ? [write('cgroup.conf', render('slurm/cgroup.conf', {}))] : []),
  ];
}

/** slurmdbd.conf: readable by its own account alone, or slurmdbd refuses to start. */
export function accountingFile(stage: string, on: HostName, config: ClusterConfig): Step {
  const places = slurmPlaces(config);
  const content = render('slurm/slurmdbd.conf', {
    hosts: accountingHosts(config).map(({hostname}) => hostname),
    logs: places.logs,
    password: slurmDatabasePassword(config),
  });
  const path = `${places.etc}/slurmdbd.conf`;
  return step({
    stage,
    on,
    title: `write ${path}`,
    operation: {kind: 'file', path, content, mode: '0600', owner: 'slurm', group: 'slurm', marks: ['slurmdbd']},
  });
}

/** The daemon's drop-in and, for an installation of the site's own, its unit. */
export function unitSteps(stage: string, on: HostName, config: ClusterConfig, daemon: Daemon): readonly Step[] {
  const places = slurmPlaces(config);
  const system = '/etc/systemd/system';
  const own =
    places.prefix === null
      ? []
      : [fileStep(stage, on, `${system}/${daemon}.service`, prefixUnit(places, daemon), [daemon])];
  const retry =
    daemon === 'slurmctld'
      ? [
          fileStep(
            stage,
            on,
            `${system}/hpcha-slurmctld-retry.service`,
            render('slurm/slurmctld-retry.service', {}),
            [],
          ),
        ]
      : [];
  const path = `${system}/${daemon}.service.d/hpcha.conf`;
  const dropIn = fileStep(stage, on, path, dropInText(on, config, daemon), [daemon]);
  return [...own, ...retry, ...(daemon === 'slurmctld' ? guardSteps(stage, on, config) : []), dropIn];
}

function dropInText(on: HostName, config: ClusterConfig, daemon: Daemon): Text {
  if (daemon === 'slurmctld') {
    return render('slurm/slurmctld-unit.conf', {
      mountPoint: config.storage.gluster.mount_point,
      watched: isGuarded(config),
      gate: gateCommand(on, config),
    });
  }
  // A job's folder and output may lie on the volume. A node whose mount failed still takes jobs that need none.
  return render('slurm/daemon-unit.conf', {after: daemon === 'slurmdbd' ? ' mariadb.service' : ' remote-fs.target'});
}

function prefixUnit(places: SlurmPlaces, daemon: Daemon): Text {
  const file = daemon === 'slurmdbd' ? 'slurmdbd.conf' : 'slurm.conf';
  const named = daemon === 'slurmdbd' ? '' : ` -f ${places.etc}/slurm.conf`;
  return render('slurm/prefix.service', {
    prefix: places.prefix ?? '',
    daemon,
    condition: `${places.etc}/${file}`,
    command: `${places.sbin}${daemon} -D${named}`,
  });
}

function fileStep(stage: string, on: HostName, path: string, content: Text, marks: readonly string[]): Step {
  return step({
    stage,
    on,
    title: `write ${path}`,
    operation: {kind: 'file', path, content, mode: '0644', owner: 'root', group: 'root', marks},
  });
}
