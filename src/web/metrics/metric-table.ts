// Every metric by name: what it says, which labels it has, and how it is read off a snapshot. The page, the alerts and the dashboard use it.

import {seenValue} from '../../model/reading.ts';
import type {InternalSnapshot} from '../realtime/serve-internal.ts';
import {byState, cells, factSamples, hosts, levelNumbers, levelSample, readings, type Sample} from './samples.ts';

export type Metric = {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  /** Each is bounded: controllers and services by the configuration, probes, facts, codes and states by this program. */
  readonly labels: readonly string[];
  readonly samples: (now: InternalSnapshot, at: number) => readonly Sample[];
};

const none = {} as const;

/** In the order of the page. Names and labels are a promise to dashboards and alerts of others: they are added to, not changed. */
export const metrics: readonly Metric[] = [
  {
    name: 'hpcha_cluster_verdict',
    help: 'Verdict of the whole cluster: 0 ok, 1 warning, 2 critical, 3 unknown.',
    type: 'gauge',
    labels: [],
    samples: ({judgement}) => [{labels: none, value: levelNumbers[judgement.level]}],
  },
  {
    name: 'hpcha_service_verdict',
    help: 'Verdict of a service: 0 ok, 1 warning, 2 critical, 3 unknown. No sample where it is not deployed.',
    type: 'gauge',
    labels: ['service'],
    samples: ({judgement}) =>
      Object.entries(judgement.services).flatMap(([service, {level}]) => levelSample(level, {service})),
  },
  {
    name: 'hpcha_controller_verdict',
    help: 'Verdict of a service on a controller: 0 ok, 1 warning, 2 critical, 3 unknown.',
    type: 'gauge',
    labels: ['service', 'controller'],
    samples: (now) => cells(now).flatMap(([service, controller, {level}]) => levelSample(level, {service, controller})),
  },
  {
    name: 'hpcha_tolerance',
    help: 'How many more controllers may die abruptly before the service stops; service="cluster" is the least of all.',
    type: 'gauge',
    labels: ['service'],
    samples: ({judgement}) =>
      [
        ['cluster', judgement.tolerance] as const,
        ...Object.entries(judgement.services).map(([service, {tolerance}]) => [service, tolerance] as const),
      ].flatMap(([service, value]) => (value === null ? [] : [{labels: {service}, value}])),
  },
  {
    name: 'hpcha_finding',
    help: '1 for each finding that holds now. Its level is a label: warning, critical, unknown or info.',
    type: 'gauge',
    labels: ['code', 'where', 'level'],
    samples: ({judgement}) => {
      const unique = new Map(
        judgement.findings.map(({code, where, level}) => [`${code}@${where}@${level}`, {code, where, level}] as const),
      );
      return [...unique.values()].map((labels) => ({labels, value: 1}));
    },
  },
  {
    name: 'hpcha_judged_age_seconds',
    help: 'Age of the judgement that these figures are of. When it grows, nothing here is of now.',
    type: 'gauge',
    labels: [],
    samples: ({judgement}, at) => [{labels: none, value: Math.max(0, (at - judgement.at) / 1000)}],
  },
  {
    name: 'hpcha_controller_reached',
    help: '1: the controller answers; 0: it does not.',
    type: 'gauge',
    labels: ['controller'],
    samples: ({judgement}) =>
      Object.entries(judgement.controllers).map(([controller, {reach}]) => ({
        labels: {controller},
        value: Number(reach === 'seen'),
      })),
  },
  {
    name: 'hpcha_vip_owner',
    help: '1 where the kernel of the controller holds the virtual address.',
    type: 'gauge',
    labels: ['controller'],
    samples: ({judgement}) =>
      Object.keys(judgement.controllers).map((controller) => ({
        labels: {controller},
        value: Number(judgement.vip.owners.includes(controller)),
      })),
  },
  {
    name: 'hpcha_reading_seen',
    help: '1: the probe was answered; 0: its reading is lost. controller="cluster" for questions that one answers for all.',
    type: 'gauge',
    labels: ['probe', 'controller'],
    samples: (now) => readings(now).map(({labels, reading}) => ({labels, value: Number(reading.kind === 'seen')})),
  },
  {
    name: 'hpcha_reading_age_seconds',
    help: 'How long ago the reading was made.',
    type: 'gauge',
    labels: ['probe', 'controller'],
    samples: (now, at) =>
      readings(now).flatMap(({labels, reading}) =>
        reading.kind === 'none' ? [] : [{labels, value: Math.max(0, (at - reading.at) / 1000)}],
      ),
  },
  {
    name: 'hpcha_reading_duration_seconds',
    help: 'How long the probe took to answer.',
    type: 'gauge',
    labels: ['probe', 'controller'],
    samples: (now) =>
      readings(now).flatMap(({labels, reading}) =>
        reading.kind === 'seen' ? [{labels, value: reading.tookMs / 1000}] : [],
      ),
  },
  {
    name: 'hpcha_service_fact',
    help: 'Numbers and yes/no of a service as its pane shows them; the fact is named as in status --json.',
    type: 'gauge',
    labels: ['service', 'fact'],
    samples: ({judgement}) =>
      Object.entries(judgement.services).flatMap(([service, {facts}]) => factSamples(facts, {service})),
  },
  {
    name: 'hpcha_controller_fact',
    help: 'Numbers and yes/no of a service on a controller; the fact is named as in status --json.',
    type: 'gauge',
    labels: ['service', 'controller', 'fact'],
    samples: (now) => cells(now).flatMap(([service, controller, {facts}]) => factSamples(facts, {service, controller})),
  },
  {
    name: 'hpcha_host_load1',
    help: 'Load of the last minute.',
    type: 'gauge',
    labels: ['controller'],
    samples: (now) => hosts(now, ({load1}) => [{labels: none, value: load1}]),
  },
  {
    name: 'hpcha_host_cpus',
    help: 'Processors.',
    type: 'gauge',
    labels: ['controller'],
    samples: (now) => hosts(now, ({cpus}) => [{labels: none, value: cpus}]),
  },
  {
    name: 'hpcha_host_memory_bytes',
    help: 'Memory: kind="total" and kind="available".',
    type: 'gauge',
    labels: ['controller', 'kind'],
    samples: (now) =>
      hosts(now, ({memory}) => [
        {labels: {kind: 'total'}, value: memory.totalBytes},
        {labels: {kind: 'available'}, value: memory.availableBytes},
      ]),
  },
  {
    name: 'hpcha_host_disk_bytes',
    help: 'File systems that hold what the services need: kind="size" and kind="used".',
    type: 'gauge',
    labels: ['controller', 'path', 'kind'],
    samples: (now) =>
      hosts(now, ({disks}) =>
        disks.flatMap(({path, sizeBytes, usedBytes}) => [
          {labels: {path, kind: 'size'}, value: sizeBytes},
          {labels: {path, kind: 'used'}, value: usedBytes},
        ]),
      ),
  },
  {
    name: 'hpcha_gluster_heal_pending',
    help: 'Entries that a brick still has to get, by the controller of the brick.',
    type: 'gauge',
    labels: ['controller'],
    samples: ({snapshot}) =>
      (seenValue(snapshot.shared.glusterVolume)?.volume?.bricks ?? []).flatMap(({host, healPending}) =>
        healPending === null ? [] : [{labels: {controller: host}, value: healPending}],
      ),
  },
  {
    name: 'hpcha_slurm_nodes',
    help: 'Compute nodes by state, as sinfo counts them.',
    type: 'gauge',
    labels: ['state'],
    samples: ({snapshot}) => byState(seenValue(snapshot.shared.slurmCluster)?.nodesByState),
  },
  {
    name: 'hpcha_slurm_jobs',
    help: 'Jobs by state, as slurmctld counts them.',
    type: 'gauge',
    labels: ['state'],
    samples: ({snapshot}) => byState(seenValue(snapshot.shared.slurmCluster)?.jobsByState),
  },
  {
    name: 'hpcha_live_clients',
    help: 'Open WebSockets of this controller; kind="behind": those that read more slowly than things happen.',
    type: 'gauge',
    labels: ['kind'],
    samples: ({live}) => [
      {labels: {kind: 'all'}, value: live.clients},
      {labels: {kind: 'behind'}, value: live.behind},
    ],
  },
  {
    name: 'hpcha_live_looks_total',
    help: 'Questions of this controller to its look helper since the start; clients do not make them more.',
    type: 'counter',
    labels: [],
    samples: ({live}) => [{labels: none, value: live.looks}],
  },
  {
    name: 'hpcha_live_writes_events',
    help: '1 where this controller writes the events; exactly one of them does.',
    type: 'gauge',
    labels: [],
    samples: ({live}) => [{labels: none, value: Number(live.writesEvents)}],
  },
];
