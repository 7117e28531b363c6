// Judges before any phase whether the machines can be set up at all: reachable, a known system, nothing required lacking.

import type {ClusterConfig, ComputeNodeConfig, ControllerConfig} from '../config/schema.ts';
import type {SurveyFacts} from '../model/facts.ts';
import type {Finding} from '../model/finding.ts';
import {seenValue} from '../model/reading.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {readingOf, type Snapshot} from '../model/snapshot.ts';
import {type Distribution, distributionOf, supportedTitles} from './distribution.ts';

/** What was found on a host; undefined where it could not be looked at. */
export function surveyOf(snapshot: Snapshot, host: HostName): SurveyFacts | undefined {
  return seenValue(readingOf(snapshot, 'survey', host));
}

/** The distribution's row for a host; undefined where the host was not seen or runs something else. */
export function distributionOn(snapshot: Snapshot, host: HostName): Distribution | undefined {
  const survey = surveyOf(snapshot, host);
  return survey === undefined ? undefined : distributionOf(survey.os);
}

/**
 * Compute nodes that can be worked on now. One that is down must not stop the controllers' deployment (a large cluster
 * always has one); `platformNotes` names those that were left out.
 */
export function plannedComputeNodes(snapshot: Snapshot, config: ClusterConfig): readonly ComputeNodeConfig[] {
  return config.nodes.compute_nodes.filter((node) => distributionOn(snapshot, node.hostname) !== undefined);
}

/** Controllers and the compute nodes that can be worked on now, in the order of the columns. */
export function plannedHosts(
  snapshot: Snapshot,
  config: ClusterConfig,
): readonly (ControllerConfig | ComputeNodeConfig)[] {
  return [...config.nodes.controllers, ...plannedComputeNodes(snapshot, config)];
}

/** Refusals: every controller must be seen (a cluster is never built around one that may be alive), known and sufficient. */
export function platformRefusals(
  snapshot: Snapshot,
  config: ClusterConfig,
  wanted: readonly ServiceId[],
): readonly Finding[] {
  return config.nodes.controllers.flatMap((controller) => {
    const host = controller.hostname;
    const survey = surveyOf(snapshot, host);
    if (survey === undefined) return [unseen(snapshot, host)];
    const distribution = distributionOf(survey.os);
    if (distribution === undefined) return [unsupported(host, survey)];
    return wanted
      .filter((service) => service !== 'host' && controller.services[service])
      .filter((service) => !(service === 'slurm' && config.slurm.prefix !== undefined))
      .flatMap((service) => lacking(host, distribution, service));
  });
}

/** Notes: compute nodes that are left out of this run. */
export function platformNotes(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  return config.nodes.compute_nodes
    .filter((node) => distributionOn(snapshot, node.hostname) === undefined)
    .map((node) => {
      const survey = surveyOf(snapshot, node.hostname);
      const why =
        survey === undefined ? lostReason(snapshot, node.hostname) : `it runs ${survey.os.id} ${survey.os.version}`;
      return {code: 'ComputeNodeSkipped', level: 'warning', where: node.hostname, service: 'slurm', params: {why}};
    });
}

function lostReason(snapshot: Snapshot, host: HostName): string {
  const reading = readingOf(snapshot, 'survey', host);
  return reading.kind === 'lost' ? reading.error.what : 'it was not looked at';
}

function unseen(snapshot: Snapshot, host: HostName): Finding {
  const params = {why: lostReason(snapshot, host)};
  return {code: 'ControllerUnseen', level: 'critical', where: host, service: 'host', params, remedy: 'status'};
}

function unsupported(host: HostName, survey: SurveyFacts): Finding {
  const params = {found: `${survey.os.id} ${survey.os.version}`, supported: supportedTitles.join(', ')};
  return {code: 'DistributionUnsupported', level: 'critical', where: host, service: 'host', params};
}

function lacking(host: HostName, distribution: Distribution, service: ServiceId): readonly Finding[] {
  const reason = distribution.lacks[service];
  if (reason === undefined) return [];
  const params = {service, distribution: distribution.title, reason};
  return [{code: 'DistributionLacks', level: 'critical', where: host, service, params}];
}
