// What forbids touching Slurm: another cluster's state, state elsewhere, keys that contradict each other.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import {seenValue} from '../../../model/reading.ts';
import {readingOf, type Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';
import {mungeSituation} from './munge.ts';
import {accountingHosts, slurmClusterName, slurmPlaces} from './places.ts';

/** Every reason on every controller; empty when there is none. */
export function slurmRefusals(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  const munge = mungeSituation(snapshot, config);
  return [
    ...controllersOf(config, 'slurm').flatMap(({hostname}) => onController(snapshot, config, hostname)),
    ...(munge.kind === 'contradiction' ? munge.findings : []),
    ...withoutNodes(config),
    ...withoutGluster(config),
    ...unquotablePassword(config),
  ];
}

function onController(snapshot: Snapshot, config: ClusterConfig, host: string): readonly Finding[] {
  const base = {level: 'critical', where: host, service: 'slurm'} as const;
  const findings: Finding[] = [];
  const name = surveyOf(snapshot, host)?.slurmClusterName ?? null;
  const wanted = slurmClusterName(config);
  if (name !== null && name !== wanted) {
    // slurmctld itself refuses another cluster's state ("WILL CAUSE CORRUPTION", ha-operations §2.6).
    findings.push({...base, code: 'SlurmOtherCluster', params: {found: name, wanted}});
  }
  const location = seenValue(readingOf(snapshot, 'slurm', host))?.conf?.stateSaveLocation ?? null;
  const {state, prefix} = slurmPlaces(config);
  if (location !== null && location !== state) {
    // Jobs live there: a controller that starts on an empty directory forgets them all (L06).
    findings.push({...base, code: 'SlurmStateElsewhere', params: {found: location, wanted: state}});
  }
  if (prefix !== null && (surveyOf(snapshot, host)?.slurmPrefixVersion ?? null) === null) {
    findings.push({...base, code: 'SlurmPrefixEmpty', params: {prefix}});
  }
  return findings;
}

/** slurmctld ends at once where its configuration names no node (seen in the lab, 22.05). */
function withoutNodes(config: ClusterConfig): readonly Finding[] {
  if (config.nodes.compute_nodes.length > 0 || controllersOf(config, 'slurm').length === 0) return [];
  return [{code: 'SlurmWithoutNodes', level: 'critical', where: 'cluster', service: 'slurm', params: {}}];
}

/** The state must lie on the shared mount: a controller without it could only keep a private, diverging copy (L06). */
function withoutGluster(config: ClusterConfig): readonly Finding[] {
  return controllersOf(config, 'slurm')
    .filter(({services}) => !services.glusterfs)
    .map(({hostname}) => ({
      code: 'SlurmWithoutGluster',
      level: 'critical',
      where: hostname,
      service: 'slurm',
      params: {mount: config.storage.gluster.mount_point},
    }));
}

/** Slurm's configuration reader ends a value at white space and `#` and has no escapes. Without slurmdbd nobody reads it. */
function unquotablePassword(config: ClusterConfig): readonly Finding[] {
  if (accountingHosts(config).length === 0) return [];
  const value = config.slurm.db_password?.reveal() ?? '';
  if (!/[\s"#\\\p{Cc}]/u.test(value)) return [];
  return [{code: 'SlurmPasswordUnquotable', level: 'critical', where: 'cluster', service: 'slurm', params: {}}];
}
