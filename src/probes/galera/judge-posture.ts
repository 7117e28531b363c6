// Judges how Galera is set up: settings that make a restart or a power cut dangerous (ha-operations §1: L03, L13, L14; §3.2).

import type {GaleraFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import {option, periodSeconds} from '../../model/provider-options.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import type {GaleraView, Speaker} from './galera-view.ts';
import {isGalera} from './galera-view.ts';

export function postureFindings(input: JudgeInput, view: GaleraView): readonly Finding[] {
  return [
    ...view.members.flatMap(({host, reading}) =>
      reading.kind === 'seen' && isGalera(reading.value) ? hostFindings(input, view, host, reading.value) : [],
    ),
    ...groupFindings(view),
  ];
}

function hostFindings(input: JudgeInput, view: GaleraView, host: HostName, facts: GaleraFacts): readonly Finding[] {
  return [
    ...addressFindings(view, host, facts),
    ...leftoverFindings(input, host, facts),
    ...settingFindings(input, host, facts),
  ];
}

/** Members of `gcomm://a,b:4567,c?options`; null where it is no such address. */
export function addressMembers(address: string): readonly string[] | null {
  const match = /^gcomm:\/\/([^?]*)/.exec(address.trim());
  if (match?.[1] === undefined) return null;
  return match[1]
    .split(',')
    .map((entry) => entry.trim().replace(/:\d+$/, ''))
    .filter((entry) => entry !== '');
}

/** What the files say counts at the next start: an empty list makes that start a second cluster (L03). */
function addressFindings(view: GaleraView, host: HostName, facts: GaleraFacts): readonly Finding[] {
  const address = facts.configuredAddress ?? facts.variables?.['wsrep_cluster_address'] ?? '';
  const members = addressMembers(address);
  if (members === null || members.length === 0) {
    return [found('GaleraAddressEmpty', 'critical', host, {address}, `wsrep_cluster_address=${address}`, 'start')];
  }
  const lacking = view.members
    .filter(({controller}) => !members.includes(controller.ip_address) && !members.includes(controller.hostname))
    .map((member) => member.host);
  if (lacking.length === 0) return [];
  const params = {names: lacking.join(', ')};
  return [found('GaleraAddressIncomplete', 'warning', host, params, `wsrep_cluster_address=${address}`, 'start')];
}

/** During a bootstrap the flag is there for a moment, and rightly so: only the second sample makes it a leftover. */
function leftoverFindings(input: JudgeInput, host: HostName, facts: GaleraFacts): readonly Finding[] {
  if (facts.bootstrapLeftovers.length === 0) return [];
  const again = confirmation(input, (earlier) => {
    const reading = readingOf(earlier, 'mariadb', host);
    return reading.kind === 'seen' ? reading.value.bootstrapLeftovers.length > 0 : undefined;
  });
  const level = again === 'confirmed' ? 'critical' : 'warning';
  const what = facts.bootstrapLeftovers.join('; ');
  return [found('GaleraStaleBootstrap', level, host, {what}, what)];
}

function settingFindings(input: JudgeInput, host: HostName, facts: GaleraFacts): readonly Finding[] {
  const variables = facts.variables;
  if (variables === null) return [];
  const say = (code: string, level: FindingLevel, params: Finding['params'], remedy?: string): Finding =>
    found(
      code,
      level,
      host,
      params,
      Object.entries(params)
        .map(([key, value]) => `${key} ${value}`)
        .join('\n'),
      remedy,
    );
  const options = variables['wsrep_provider_options'] ?? '';
  const dangerous = ['pc.ignore_quorum', 'pc.ignore_sb'].filter((name) => isTrue(option(options, name)));
  const reject = variables['wsrep_reject_queries'] ?? 'NONE';
  const asked = input.config.database.flush_at_commit === 0;
  return [
    ...dangerous.map((name) => say('GaleraIgnoresQuorum', 'critical', {option: name})),
    ...(variables['innodb_flush_log_at_trx_commit'] === '0'
      ? [say('GaleraFlushOff', asked ? 'info' : 'warning', {}, asked ? undefined : 'start')]
      : []),
    ...slowDetection(options).map((params) => say('GaleraSlowDetection', 'info', params, 'start')),
    ...(variables['read_only'] === 'ON' ? [say('GaleraReadOnly', 'warning', {})] : []),
    ...(reject === 'NONE' ? [] : [say('GaleraRejectsQueries', 'warning', {value: reject})]),
  ];
}

/** L14: after an abrupt loss every write waits until the lost member is suspected; phase 2 sets 1.5 s. */
function slowDetection(options: string): readonly Finding['params'][] {
  const suspect = option(options, 'evs.suspect_timeout') ?? '';
  const seconds = periodSeconds(suspect);
  return seconds !== null && seconds >= 5 ? [{suspect, seconds: Math.round(seconds + 1)}] : [];
}

function isTrue(value: string | undefined): boolean {
  return /^(true|yes|on|1)$/i.test(value ?? '');
}

/** What must be the same everywhere: the name of the cluster, the protocol; positions that drift apart. */
function groupFindings(view: GaleraView): readonly Finding[] {
  const names = distinct(
    view.members.flatMap(({reading}) => (reading.kind === 'seen' ? (reading.value.configuredName ?? []) : [])),
  );
  const versions = [
    ...apart(
      'MariaDB',
      view.speakers.map(({facts}) => facts.variables?.['version']),
    ),
    ...apart(
      'Galera',
      view.speakers.map(({status}) => status['wsrep_provider_version']),
    ),
  ];
  return [
    ...(names.length > 1 ? [groupFinding('GaleraNamesDiffer', 'critical', {names: names.join(', ')})] : []),
    ...(versions.length > 0 ? [groupFinding('GaleraVersionsDiffer', 'warning', {versions: versions.join(', ')})] : []),
  ];
}

/** The versions of one program, by name; none where all that told are the same. */
function apart(program: string, versions: readonly (string | undefined)[]): readonly string[] {
  const all = distinct(versions.flatMap((version) => version ?? []));
  return all.length > 1 ? all.map((version) => `${program} ${version}`) : [];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function groupFinding(code: string, level: FindingLevel, params: Finding['params']): Finding {
  return {code, level, where: 'cluster', service: 'mariadb', params};
}

function found(
  code: string,
  level: FindingLevel,
  where: HostName,
  params: Finding['params'],
  raw: string,
  remedy?: string,
): Finding {
  const evidence = {command: 'grep wsrep /etc/mysql; SHOW GLOBAL VARIABLES', raw};
  return {code, level, where, service: 'mariadb', params, evidence, ...(remedy === undefined ? {} : {remedy})};
}

/** Speakers whose last committed position is far behind the first: only comparable within one history. */
export function commitSpread(speakers: readonly Speaker[]): bigint | null {
  const positions = speakers.flatMap(({status}) => {
    const text = status['wsrep_last_committed'] ?? '';
    return /^\d+$/.test(text) ? [BigInt(text)] : [];
  });
  // Math.max takes no bigint.
  const sorted = positions.sort((a, b) => (a === b ? 0 : a < b ? -1 : 1));
  const [least, most] = [sorted[0], sorted.at(-1)];
  return least === undefined || most === undefined || sorted.length < 2 ? null : most - least;
}
