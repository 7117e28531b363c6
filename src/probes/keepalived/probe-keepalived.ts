// Asks one controller about the VIP: what its kernel holds and believes, and what keepalived's scripts have written down.

import {HpchaError} from '../../model/error.ts';
import type {KeepalivedFacts} from '../../model/facts.ts';
import type {HostReader, LookResult} from '../../transport/host.ts';
import {
  addressesLook,
  keepalivedClockLook,
  keepalivedSetupLook,
  keepalivedUnit,
  keepalivedUnitLook,
  vipNeighbourLook,
  vrrpEventsLook,
  vrrpMarksLook,
} from '../catalogue/keepalived.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseUnitShow} from '../unit-show.ts';
import {parseAddresses, parseEvents, parseMarks, parseNeighbour} from './parse-keepalived.ts';
import {parseSetup} from './parse-setup.ts';

export const keepalivedProbe: PerHostProbeDefinition<'keepalived'> = {
  per: 'host',
  id: 'keepalived',
  service: 'keepalived',
  intervalMs: 1000,
  timeoutMs: 5000,
  async read(reader, {config, controller}, signal) {
    const {vip} = config.network;
    const looks = [
      keepalivedUnitLook,
      addressesLook,
      vipNeighbourLook(vip),
      vrrpMarksLook,
      vrrpEventsLook,
      keepalivedClockLook,
      keepalivedSetupLook,
    ];
    // All of it is local and quick: whatever fails here leaves no picture that could be trusted, so it fails as a whole.
    const [unit, addresses, neighbour, marks, events, clock, setup] = (await reader.lookAll(looks, signal)).map(
      outputOf,
    );
    const where = reader.host;
    const now = Math.round(Number(must(clock, where).stdout.trim()) * 1000);
    if (!Number.isFinite(now)) throw new HpchaError({code: 'parse', where, what: 'date told no time'});
    const facts = {
      unit: unitOf(must(unit, where).stdout, reader),
      ...parseAddresses(must(addresses, where).stdout, {vip, own: controller.ip_address}, where),
      ...parseNeighbour(must(neighbour, where).stdout, vip, where),
      ...notesOf(must(marks, where), must(events, where), now, where),
      ...setupOf(must(setup, where).stdout),
      now,
    };
    // An address without a daemon is the dangerous case (ha-operations §2.5), never "not deployed".
    return facts.unit.active === 'not-found' && facts.vipOn === null ? 'not-deployed' : facts;
  },
};

type Output = Extract<LookResult, {kind: 'output'}>['output'];

function outputOf(result: LookResult): Output {
  if (result.kind === 'error') throw result.error;
  return result.output;
}

function must(output: Output | undefined, where: string): Output {
  if (output === undefined) throw new HpchaError({code: 'bug', where, what: 'a look was not answered'});
  return output;
}

function unitOf(text: string, reader: HostReader): KeepalivedFacts['unit'] {
  const unit = parseUnitShow(text, [keepalivedUnit], reader.host).get(keepalivedUnit);
  if (unit === undefined)
    throw new HpchaError({code: 'parse', where: reader.host, what: 'systemctl left out keepalived'});
  return unit;
}

function setupOf(text: string): Pick<KeepalivedFacts, 'setup'> {
  const setup = parseSetup(text);
  return setup === null ? {} : {setup};
}

type Notes = Pick<
  KeepalivedFacts,
  'vrrpState' | 'lastTransitionAt' | 'transitions10min' | 'transitions' | 'maintenance' | 'checks'
>;

function notesOf(marks: Output, events: Output, now: number, where: string): Notes {
  const written = parseMarks(marks.stdout, marks.stderr, where);
  const log = parseEvents(events.stdout, now);
  // The log outlives a boot, the state file does not: the later of the two is the state.
  const last = [written.last, log.last].reduce((a, b) => (b !== null && (a === null || b.at > a.at) ? b : a));
  return {
    vrrpState: last?.state ?? null,
    lastTransitionAt: last?.at ?? null,
    transitions10min: log.transitions10min,
    transitions: log.transitions,
    maintenance: written.maintenance,
    checks: written.checks,
  };
}
