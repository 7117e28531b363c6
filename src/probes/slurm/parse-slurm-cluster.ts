// Reads Slurm's summaries: nodes by state and reason, partitions, slurmctld's own counters.

import {HpchaError} from '../../model/error.ts';
import type {SlurmClusterFacts} from '../../model/facts.ts';

const mostGroups = 50;
const longestNodeList = 200;

type NodeSummary = Pick<
  SlurmClusterFacts,
  'nodesByState' | 'nodesTotal' | 'nodesNotResponding' | 'nodesDown' | 'badNodes' | 'badNodesLeftOut'
>;

type NodeGroup = {
  readonly base: string;
  readonly flags: string;
  readonly count: number;
  readonly nodes: string;
  readonly reason: string;
};

/** `STATE|COUNT|NODES|REASON` lines of sinfo. No line at all is an answer: a cluster without compute nodes. */
export function parseNodes(text: string, where: string): NodeSummary {
  const groups = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parseGroup(line, where));
  const byState: Record<string, number> = {};
  for (const group of groups) byState[group.base] = (byState[group.base] ?? 0) + group.count;
  const bad = groups.filter(isBad);
  return {
    nodesByState: byState,
    nodesTotal: sum(groups),
    nodesNotResponding: sum(groups.filter(isSilent)),
    nodesDown: sum(groups.filter((group) => isSilent(group) || group.base === 'down')),
    badNodes: bad.slice(0, mostGroups).map((group) => ({
      node: group.nodes.length > longestNodeList ? `${group.nodes.slice(0, longestNodeList)}…` : group.nodes,
      state: `${group.base}${group.flags}`,
      reason: group.reason,
      count: group.count,
    })),
    badNodesLeftOut: Math.max(0, bad.length - mostGroups),
  };
}

function parseGroup(line: string, where: string): NodeGroup {
  const match = /^([A-Za-z_]+)([^|A-Za-z]*)\|(\d+)\|([^|]*)\|(.*)$/.exec(line.trimEnd());
  if (match === null) {
    throw new HpchaError({
      code: 'parse',
      where,
      what: `sinfo wrote a line that is no group of nodes: ${line.slice(0, 120)}`,
    });
  }
  const [, base = '', flags = '', count = '0', nodes = '', reason = ''] = match;
  return {base: base.toLowerCase(), flags, count: Number(count), nodes, reason: reason === 'none' ? '' : reason};
}

function sum(groups: readonly NodeGroup[]): number {
  return groups.reduce((total, group) => total + group.count, 0);
}

/** `*`: slurmctld gets no answer from it. */
function isSilent(group: NodeGroup): boolean {
  return group.flags.includes('*');
}

const badStates = new Set([
  'down',
  'drained',
  'draining',
  'drng',
  'drain',
  'fail',
  'failing',
  'failg',
  'inval',
  'error',
  'unknown',
]);

function isBad(group: NodeGroup): boolean {
  return isSilent(group) || badStates.has(group.base);
}

/** One partition a line, `PartitionName=normal … State=UP … TotalNodes=1 …`. */
export function parsePartitions(text: string): SlurmClusterFacts['partitions'] {
  return text.split('\n').flatMap((line) => {
    const name = /^\s*PartitionName=(\S+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const state = /\sState=(\S+)/.exec(line)?.[1] ?? 'unknown';
    return [{name, state, nodes: Number(/\sTotalNodes=(\d+)/.exec(line)?.[1] ?? '0')}];
  });
}

/** sdiag's `Jobs pending:`, `Jobs running:` and `DBD Agent queue size:`. Without its job counts it is no answer. */
export function parseLoad(text: string, where: string): Pick<SlurmClusterFacts, 'jobsByState' | 'dbdQueue'> {
  const pending = numberAfter(text, /^\s*Jobs pending:\s+(\d+)/m);
  const running = numberAfter(text, /^\s*Jobs running:\s+(\d+)/m);
  if (pending === null || running === null) {
    throw new HpchaError({code: 'parse', where, what: `sdiag counted no jobs: ${text.slice(0, 120)}`});
  }
  return {jobsByState: {pending, running}, dbdQueue: numberAfter(text, /^\s*DBD Agent queue size:\s+(\d+)/m)};
}

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

/** `CLUSTER|CONTROLHOST` of sacctmgr: whom slurmdbd believes to be in control; null: it has no such cluster, or nobody. */
export function parseControlHost(text: string, clusterName: string): string | null {
  const row = text
    .split('\n')
    .map((line) => line.split('|'))
    .find(([name]) => name?.toLowerCase() === clusterName.toLowerCase());
  const host = row?.[1]?.trim();
  return host === undefined || host === '' ? null : host;
}
