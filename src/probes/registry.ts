// All probes of the product by name, so that the collector, the poller and the command line ask for them alike.

import type {ServiceId} from '../model/service.ts';
import type {PerClusterProbe, PerHostProbe, ProbeId} from '../model/snapshot.ts';
import {galeraProbe} from './galera/probe-galera.ts';
import {galeraRecoveryProbe} from './galera/probe-galera-recovery.ts';
import {glusterProbe} from './gluster/probe-gluster.ts';
import {glusterVolumeProbe} from './gluster/probe-gluster-volume.ts';
import {hostProbe} from './host/probe-host.ts';
import {reachProbe} from './host/probe-reach.ts';
import {keepalivedProbe} from './keepalived/probe-keepalived.ts';
import type {PerClusterProbeDefinition, PerHostProbeDefinition, ProbeDefinition} from './probe.ts';
import {redisProbe} from './redis/probe-redis.ts';
import {slurmProbe} from './slurm/probe-slurm.ts';
import {slurmClusterProbe} from './slurm/probe-slurm-cluster.ts';
import {surveyProbe} from './survey/probe-survey.ts';
import {webProbe} from './web/probe-web.ts';

export const perHostProbes: {readonly [P in PerHostProbe]: PerHostProbeDefinition<P>} = {
  reach: reachProbe,
  host: hostProbe,
  glusterfs: glusterProbe,
  mariadb: galeraProbe,
  redis: redisProbe,
  slurm: slurmProbe,
  keepalived: keepalivedProbe,
  web: webProbe,
  survey: surveyProbe,
  galeraRecovery: galeraRecoveryProbe,
};

export const perClusterProbes: {readonly [P in PerClusterProbe]: PerClusterProbeDefinition<P>} = {
  glusterVolume: glusterVolumeProbe,
  slurmCluster: slurmClusterProbe,
};

/** Every probe, for those that only need intervals, timeouts and services. */
export const probeDefinitions: Readonly<Record<ProbeId, ProbeDefinition>> = {...perHostProbes, ...perClusterProbes};

/** What one look at the whole cluster asks: everything but the survey, which is for planning only. */
export const lookProbes: readonly ProbeId[] = [
  'reach',
  'host',
  'glusterfs',
  'glusterVolume',
  'mariadb',
  'redis',
  'slurm',
  'slurmCluster',
  'keepalived',
  'web',
];

/** The probes that a question about one service needs; `reach` always, because silence of a host is no news of a service. */
export function probesOf(service: ServiceId): readonly ProbeId[] {
  return lookProbes.filter((id) => id === 'reach' || probeDefinitions[id].service === service);
}
