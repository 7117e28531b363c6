// Asks one controller about the whole Slurm cluster: summaries only, so that 10,000 nodes and 100,000 jobs cost the same few lines.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {HpchaError} from '../../model/error.ts';
import type {SlurmClusterFacts} from '../../model/facts.ts';
import type {Look} from '../../model/look.ts';
import type {Instant} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {LookResult} from '../../transport/host.ts';
import {slurmAccountingLook, slurmLoadLook, slurmNodesLook, slurmPartitionsLook} from '../catalogue/slurm.ts';
import type {PerClusterProbeDefinition} from '../probe.ts';
import {parseControlHost, parseLoad, parseNodes, parsePartitions} from './parse-slurm-cluster.ts';
import {slurmView} from './slurm-view.ts';

export const slurmClusterProbe: PerClusterProbeDefinition<'slurmCluster'> = {
  per: 'cluster',
  id: 'slurmCluster',
  service: 'slurm',
  intervalMs: 5000,
  timeoutMs: 5000,
  vantages,
  async read(reader, {config, now, before}, signal) {
    const {slurm} = config;
    const looks = [slurmNodesLook(slurm), slurmPartitionsLook(slurm), slurmLoadLook(slurm)] as const;
    const known = slurm.accounting ? answeredJustNow(before, reader.host, now()) : null;
    const accounting = slurm.accounting && known === null ? [slurmAccountingLook(slurm)] : [];
    const [nodes, partitions, load, dbd] = await reader.lookAll([...looks, ...accounting], signal);
    if (isMissing(nodes)) return 'not-deployed';
    return {
      askedOf: reader.host,
      ...parseNodes(textOf(nodes, looks[0], reader.host), reader.host),
      partitions: parsePartitions(textOf(partitions, looks[1], reader.host)),
      ...parseLoad(textOf(load, looks[2], reader.host), reader.host),
      ...(known ?? accountingOf(config, dbd, now())),
    };
  },
};

/** The controller in control first: its clients reach it at once. Then those whose slurmctld runs, then the rest. */
function vantages(snapshot: Snapshot, config: ClusterConfig): readonly HostName[] {
  const view = slurmView({snapshot, config});
  const rank = (host: HostName): number => {
    if (view.inControl?.host === host) return 0;
    return view.running.some((each) => each.host === host) ? 1 : 2;
  };
  const names = controllersOf(config, 'slurm').map((controller) => controller.hostname);
  return [...names].sort((a, b) => rank(a) - rank(b));
}

function isMissing(result: LookResult | undefined): boolean {
  return result?.kind === 'error' && result.error.code === 'missing';
}

function textOf(result: LookResult | undefined, look: Look, where: string): string {
  if (result === undefined) throw new HpchaError({code: 'bug', where, what: `${look.name} was not asked`});
  if (result.kind === 'error') throw result.error;
  if (result.output.truncated) throw new HpchaError({code: 'parse', where, what: `${look.name} was cut off`});
  return result.output.stdout;
}

type Accounting = Pick<SlurmClusterFacts, 'dbdAnswers' | 'dbdControlHost' | 'dbdAnsweredAt'>;

/**
 * sacctmgr takes 180 ms however quick slurmdbd is: each of its four exchanges meets a delayed acknowledgement of 40 ms. So a good
 * answer counts for a while; a bad one, or one of another vantage, is asked for anew each time.
 */
const accountingMs = 10_000;

function answeredJustNow(before: SlurmClusterFacts | null, vantage: HostName, now: Instant): Accounting | null {
  if (before?.dbdAnswers !== true || before.dbdAnsweredAt === undefined || before.askedOf !== vantage) return null;
  const {dbdAnswers, dbdControlHost, dbdAnsweredAt} = before;
  return now - dbdAnsweredAt < accountingMs ? {dbdAnswers, dbdControlHost, dbdAnsweredAt} : null;
}

/** slurmdbd that cannot be reached is an answer about slurmdbd; the rest of the reading stands without it. */
function accountingOf(config: ClusterConfig, result: LookResult | undefined, now: Instant): Accounting {
  if (result === undefined) return {dbdAnswers: null, dbdControlHost: null};
  if (result.kind === 'error' || result.output.exitCode !== 0) return {dbdAnswers: false, dbdControlHost: null};
  const name = config.slurm.cluster_name ?? config.cluster.name;
  return {dbdAnswers: true, dbdControlHost: parseControlHost(result.output.stdout, name), dbdAnsweredAt: now};
}
