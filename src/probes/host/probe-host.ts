// Asks a controller about itself: load, memory, disks, clock, units, marks that something is pending or left over.

import type {HostFacts} from '../../model/facts.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, mayLack, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/host.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseUnitShow} from '../unit-show.ts';
import {drillTables, netemQueues, parseDisks, parseFailedUnits, parseMarks, parseSynchronised} from './parse-host-commands.ts';
import {parseHostFiles} from './parse-host-files.ts';

export const hostProbe: PerHostProbeDefinition<'host'> = {
  per: 'host',
  id: 'host',
  service: 'host',
  intervalMs: 5_000,
  timeoutMs: 7_000,
  read: async (reader, {config}, signal) => {
    const [results, ping] = await Promise.all([
      reader.lookAll(catalogue.hostLooks(config), signal),
      reader.ping(signal),
    ]);
    const answers = answersOf(results);
    const {readOnly, ...files} = parseHostFiles(mustHave(answers, catalogue.hostFilesLook(), reader.host).stdout, reader.host);
    const marks = parseMarks(mustHave(answers, catalogue.hostMarksLook(), reader.host).stdout);
    const units = mustHave(answers, catalogue.hostUnitsLook(), reader.host).stdout;
    return {
      ...files,
      disks: parseDisks(mustHave(answers, catalogue.hostDisksLook(config), reader.host).stdout, readOnly, reader.host),
      clockOffsetMs: surelyOff(ping),
      timeSynchronised: synchronised(answers, reader),
      failedUnits: parseFailedUnits(mustHave(answers, catalogue.hostFailedUnitsLook(), reader.host).stdout),
      units: [...parseUnitShow(units, catalogue.managedUnits, reader.host).values()],
      pendingRestarts: marks.pending,
      leftovers: [...marks.flags, ...leftovers(answers, reader)],
    };
  },
};

/** The part of the offset that the round trip cannot explain: a busy link must not look like a wrong clock. */
function surelyOff(ping: {readonly rttMs: number; readonly clockOffsetMs: number}): HostFacts['clockOffsetMs'] {
  const sure = Math.max(0, Math.abs(ping.clockOffsetMs) - ping.rttMs / 2);
  return Math.round(Math.sign(ping.clockOffsetMs) * sure);
}

function synchronised(answers: Answers, reader: HostReader): boolean | null {
  const output = mayLack(answers, catalogue.hostTimeLook(), reader.host);
  return output === null || output.exitCode !== 0 ? null : parseSynchronised(output.stdout);
}

function leftovers(answers: Answers, reader: HostReader): readonly string[] {
  const tables = mayLack(answers, catalogue.hostTablesLook(), reader.host);
  const queues = mayLack(answers, catalogue.hostQueuesLook(), reader.host);
  return [...(tables === null ? [] : drillTables(tables.stdout)), ...(queues === null ? [] : netemQueues(queues.stdout))];
}
