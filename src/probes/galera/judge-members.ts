// Judges who is in the Primary component and who is missing, unknown or foreign (ha-operations §2.2).

import type {GaleraFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {arbitratorOf} from '../asks-on.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import {isRunning} from '../unit-show.ts';
import {type GaleraView, isGalera, lists, type Member, mainView, type PrimaryView} from './galera-view.ts';
import {isInconsistent, remedyWhenInconsistent} from './remedy-when-inconsistent.ts';

export function memberFindings(input: JudgeInput, view: GaleraView): readonly Finding[] {
  const main = mainView(view);
  if (main === undefined) return [];
  return [
    ...view.members.flatMap((member) => oneMember(input, view, main, member)),
    ...foreignFindings(view, main),
    ...sizeFindings(view, main),
    ...arbitratorFindings(input, view, main),
  ];
}

function oneMember(input: JudgeInput, view: GaleraView, main: PrimaryView, member: Member): readonly Finding[] {
  const {host, reading} = member;
  const listed = lists(main, member.controller);
  const proof = `${main.hosts.join(', ')}: size ${main.size}, members ${main.incoming.join(', ')}`;
  if (reading.kind === 'lost') return listed ? [] : absentFindings(input, host, proof);
  if (reading.kind === 'none') {
    return reading.why === 'not-deployed' ? [found('GaleraNotDeployedHere', 'warning', host, {}, proof, 'start')] : [];
  }
  const facts = reading.value;
  // Installed and never joined: its cell says that it is not deployed.
  if (!isGalera(facts)) return [];
  const speaks = view.speakers.some((speaker) => speaker.host === host);
  if (speaks && !view.primaries.some((primary) => primary.host === host)) {
    const remedy = remedyWhenInconsistent(view, main, host);
    return [found('GaleraPartitionMinority', 'critical', host, {status: outsideAs(facts)}, proof, remedy)];
  }
  if (speaks) return [];
  return silentFindings(input, host, facts, listed, proof);
}

/** Why it is outside: cut off from the others, or voted out by them. */
function outsideAs({status}: GaleraFacts): string {
  const cluster = status?.['wsrep_cluster_status'] ?? '';
  const own = status?.['wsrep_local_state_comment'] ?? '';
  return status !== null && isInconsistent(status) && own !== cluster ? `${cluster}, ${own}` : cluster;
}

/** Not reachable, and not in the component either. Which of the two reasons it is, is the controller's own finding. */
function absentFindings(input: JudgeInput, host: HostName, proof: string): readonly Finding[] {
  const {standing} = witnessOf(input, host);
  if (standing === 'reached') return [];
  return [found('GaleraNodeLost', 'warning', host, {}, proof, standing === 'lost' ? 'start' : undefined)];
}

/** Reached, and its server does not speak. */
function silentFindings(
  input: JudgeInput,
  host: HostName,
  facts: GaleraFacts,
  listed: boolean,
  proof: string,
): readonly Finding[] {
  const raw = `${proof}\nunit ${facts.unit.active}, process ${facts.process}, SQL: ${facts.sqlError ?? ''}`;
  if (facts.process === 'none') {
    if (!listed) return [found('GaleraNodeDown', 'warning', host, {state: facts.unit.active}, raw, 'start')];
    const before = input.history[0];
    const again = confirmation(input, () => before !== undefined && wasDown(before, host)) === 'confirmed';
    return again
      ? [found('GaleraUnknownMember', 'warning', host, {}, raw)]
      : [found('GaleraNodeDown', 'warning', host, {state: facts.unit.active}, raw, 'start')];
  }
  if (facts.process === 'sst' || facts.unit.active === 'activating')
    return [found('GaleraJoining', 'warning', host, {}, raw)];
  // The group has it, or it runs outside the group, and its server does not tell us how it is: nobody may call that ok.
  const level: FindingLevel = listed ? 'unknown' : 'critical';
  return [found('GaleraSqlSilent', level, host, {error: facts.sqlError ?? ''}, raw)];
}

function wasDown(earlier: JudgeInput['snapshot'], host: HostName): boolean {
  const reading = readingOf(earlier, 'mariadb', host);
  return reading.kind === 'seen' && reading.value.process === 'none';
}

/** An address that is none of ours, or more members than we have: somebody else joined this cluster. */
function foreignFindings(view: GaleraView, main: PrimaryView): readonly Finding[] {
  const known = new Set(view.members.flatMap(({controller}) => [controller.ip_address, controller.hostname]));
  const foreign = main.incoming.filter((address) => !known.has(address));
  if (foreign.length === 0 && main.size <= Math.max(view.wanted, view.members.length)) return [];
  const params = {names: foreign.join(', ') || `size ${main.size}`, wanted: view.wanted};
  return [found('GaleraForeignNode', 'critical', 'cluster', params, main.incoming.join(', '))];
}

/** Alone among three or more, or fewer than half: the component lives on, and nothing else may go wrong. */
function sizeFindings(view: GaleraView, main: PrimaryView): readonly Finding[] {
  const majority = Math.floor(view.wanted / 2) + 1;
  const alone = main.size === 1 && view.wanted >= 3;
  if (!alone && main.size >= majority) return [];
  const params = {size: main.size, wanted: view.wanted};
  return [found('GaleraSizeCritical', 'critical', 'cluster', params, `wsrep_cluster_size ${main.size}`, 'start')];
}

/** With an even number of servers the arbitrator decides who goes on; it has a place in the size and no address. */
function arbitratorFindings(input: JudgeInput, view: GaleraView, main: PrimaryView): readonly Finding[] {
  const arbitrator = arbitratorOf(input.config);
  if (arbitrator !== undefined) {
    if (main.nameless > 0) return [];
    const reading = readingOf(input.snapshot, 'mariadb', arbitrator.hostname);
    const unit = reading.kind === 'seen' ? reading.value.arbitrator : null;
    const state = unit === null ? 'not seen' : isRunning(unit) ? 'running, not a member' : unit.active;
    const proof = `${main.hosts.join(', ')}: size ${main.size}`;
    return [found('GaleraArbitratorMissing', 'warning', arbitrator.hostname, {state}, proof, 'start')];
  }
  if (view.members.length % 2 !== 0) return [];
  return [found('GaleraEvenSize', 'info', 'cluster', {count: view.members.length}, `size ${main.size}`)];
}

function found(
  code: string,
  level: FindingLevel,
  where: HostName | 'cluster',
  params: Finding['params'],
  raw: string,
  remedy?: string,
): Finding {
  const evidence = {command: "SHOW GLOBAL STATUS LIKE 'wsrep_%'", raw};
  return {code, level, where, service: 'mariadb', params, evidence, ...(remedy === undefined ? {} : {remedy})};
}
