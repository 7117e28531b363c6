// Asks a controller about itself: load, memory, disks, clock, units, marks that something is pending or left over.

import type {HostFacts} from '../../model/facts.ts';
import type {HostReader, Output} from '../../transport/host.ts';
import {type Answers, answersOf, mayLack, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/host.ts';
import {addressesLook} from '../catalogue/keepalived.ts';
import {managerLook} from '../catalogue/look.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseUnitShow} from '../unit-show.ts';
import {
  drillTables,
  hasPlainQueues,
  netemQueues,
  parseDisks,
  parseFailedUnits,
  parseMarks,
  parseSynchronised,
} from './parse-host-commands.ts';
import {parseHostFiles} from './parse-host-files.ts';

export const hostProbe: PerHostProbeDefinition<'host'> = {
  per: 'host',
  id: 'host',
  service: 'host',
  intervalMs: 5_000,
  timeoutMs: 7_000,
  read: async (reader, {config}, signal) => {
    const askedAt = Date.now();
    const answers = answersOf(await reader.lookAll(catalogue.hostLooks(config), signal));
    const span = {from: askedAt, to: Date.now()};
    const {readOnly, ...files} = parseHostFiles(
      mustHave(answers, catalogue.hostFilesLook(), reader.host).stdout,
      reader.host,
    );
    const marks = parseMarks(mustHave(answers, catalogue.hostMarksLook(), reader.host).stdout);
    const units = mustHave(answers, catalogue.hostUnitsLook(), reader.host).stdout;
    return {
      ...files,
      disks: parseDisks(mustHave(answers, catalogue.hostDisksLook(config), reader.host).stdout, readOnly, reader.host),
      clockOffsetMs: surelyOff(mustHave(answers, catalogue.hostClockLook(), reader.host).stdout, span),
      timeSynchronised: synchronised(answers, reader),
      failedUnits: await failedUnits(answers, reader, signal),
      units: [...parseUnitShow(units, catalogue.managedUnits, reader.host).values()],
      pendingRestarts: marks.pending,
      locked: marks.locked,
      leftovers: [...marks.flags, ...(await leftovers(answers, reader, signal))],
    };
  },
};

/** The part of the offset that the time of asking cannot explain: a busy host must not look like one with a wrong clock. */
function surelyOff(clock: string, asked: {readonly from: number; readonly to: number}): HostFacts['clockOffsetMs'] {
  const there = Number(clock.trim()) * 1000;
  if (!Number.isFinite(there) || there <= 0) return null;
  if (there < asked.from) return Math.round(there - asked.from);
  return there > asked.to ? Math.round(there - asked.to) : 0;
}

/** systemd counts them for nothing; their names are asked only where there are any. */
async function failedUnits(answers: Answers, reader: HostReader, signal: AbortSignal): Promise<readonly string[]> {
  const count = /^NFailedUnits=(\d+)$/m.exec(mustHave(answers, managerLook(), reader.host).stdout)?.[1];
  if (count === '0') return [];
  return parseFailedUnits((await reader.look(catalogue.hostFailedUnitsLook(), signal)).stdout);
}

function synchronised(answers: Answers, reader: HostReader): boolean | null {
  const output = mayLack(answers, catalogue.hostTimeLook(), reader.host);
  return output === null || output.exitCode !== 0 ? null : parseSynchronised(output.stdout);
}

async function leftovers(answers: Answers, reader: HostReader, signal: AbortSignal): Promise<readonly string[]> {
  const tables = mayLack(answers, catalogue.hostTablesLook(), reader.host);
  const links = mustHave(answers, addressesLook, reader.host).stdout;
  const queues = hasPlainQueues(links, catalogue.plainQueues) ? null : await askQueues(reader, signal);
  return [
    ...(tables === null ? [] : drillTables(tables.stdout)),
    ...(queues === null ? [] : netemQueues(queues.stdout)),
  ];
}

/** null where there is no `tc`. */
async function askQueues(reader: HostReader, signal: AbortSignal): Promise<Output | null> {
  const answers = answersOf(await reader.lookAll([catalogue.hostQueuesLook()], signal));
  return mayLack(answers, catalogue.hostQueuesLook(), reader.host);
}
