// Judges the compute nodes and partitions by slurmctld's summary (ha-operations §2.6).

import type {SlurmClusterFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';

export function judgeNodes(cluster: SlurmClusterFacts): readonly Finding[] {
  return [...judgeDown(cluster), ...judgeDrained(cluster), ...judgeInvalid(cluster), ...judgePartitions(cluster)];
}

type Group = SlurmClusterFacts['badNodes'][number];

function finding(
  cluster: SlurmClusterFacts,
  given: Pick<Finding, 'code' | 'level' | 'params'> & {readonly groups: readonly Group[]},
): Finding {
  const raw = given.groups.map((group) => `${group.state}|${group.count}|${group.node}|${group.reason}`).join('\n');
  return {
    code: given.code,
    level: given.level,
    where: 'cluster',
    service: 'slurm',
    params: given.params,
    evidence: {command: `sinfo on ${cluster.askedOf}`, raw},
  };
}

/** More than 5 % that cannot work: warning; more than 20 %: critical; fewer are everyday life of a large cluster. */
function judgeDown(cluster: SlurmClusterFacts): readonly Finding[] {
  const {nodesDown, nodesTotal} = cluster;
  if (nodesDown === 0 || nodesTotal === 0) return [];
  const percent = (nodesDown / nodesTotal) * 100;
  const level = percent > 20 ? 'critical' : percent > 5 ? 'warning' : 'info';
  const groups = cluster.badNodes.filter((group) => group.state.startsWith('down') || group.state.includes('*'));
  const params = {down: nodesDown, total: nodesTotal, percent: Math.round(percent), nodes: namesOf(groups)};
  return [finding(cluster, {code: 'SlurmNodesDown', level, params, groups})];
}

function namesOf(groups: readonly Group[]): string {
  const text = groups.map((group) => group.node).join(',');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Drained by hand is somebody's intention; drained because a job could not be killed is a fault. */
function judgeDrained(cluster: SlurmClusterFacts): readonly Finding[] {
  const drained = cluster.badNodes.filter(
    (group) => /^(drain|drng|fail)/.test(group.state) && !group.state.includes('*'),
  );
  const failed = drained.filter((group) => /kill task failed/i.test(group.reason));
  const wanted = drained.filter((group) => !failed.includes(group));
  const countOf = (groups: readonly Group[]): number => groups.reduce((total, group) => total + group.count, 0);
  const report = (code: string, level: 'info' | 'warning', groups: readonly Group[]): readonly Finding[] =>
    groups.length === 0
      ? []
      : [finding(cluster, {code, level, params: {count: countOf(groups), nodes: namesOf(groups)}, groups})];
  return [...report('SlurmKillTaskFailed', 'warning', failed), ...report('SlurmNodesDrained', 'info', wanted)];
}

/** The node registered with less than slurm.conf promises. */
function judgeInvalid(cluster: SlurmClusterFacts): readonly Finding[] {
  const groups = cluster.badNodes.filter((group) => group.state.startsWith('inval'));
  if (groups.length === 0) return [];
  return [finding(cluster, {code: 'SlurmNodesInvalid', level: 'warning', params: {nodes: namesOf(groups)}, groups})];
}

function judgePartitions(cluster: SlurmClusterFacts): readonly Finding[] {
  return cluster.partitions
    .filter((partition) => partition.state !== 'UP')
    .map((partition) => ({
      code: 'SlurmPartitionNotUp',
      level: 'warning',
      where: 'cluster',
      service: 'slurm',
      params: {partition: partition.name, state: partition.state},
      evidence: {
        command: `scontrol show partition on ${cluster.askedOf}`,
        raw: `${partition.name} State=${partition.state}`,
      },
    }));
}
