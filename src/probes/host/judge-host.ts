// Judges the controllers themselves: disks, memory, clock, units, what is pending or left over (ha-operations §2.8).

import type {HostFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Cell} from '../../model/verdict.ts';
import type {WordId} from '../../model/words.ts';
import {verbatim, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {lostCell, noneCell} from '../lost-cell.ts';
import {levelOn, partOf, quietLine} from '../part.ts';
import {clockFindings} from './judge-clock.ts';
import {diskFindings, fullestDisk, usedPercent} from './judge-disks.ts';
import {unitFindings} from './judge-units.ts';

export function judgeHost(input: JudgeInput): JudgePart {
  const cells: Record<HostName, Cell> = {};
  const findings: Finding[] = [...clockFindings(input), ...lockFindings(input)];
  for (const {hostname} of input.config.nodes.controllers) {
    const reading = readingOf(input.snapshot, 'host', hostname);
    if (reading.kind === 'none') cells[hostname] = noneCell(reading.why);
    else if (reading.kind === 'lost') {
      const lost = lostCell(input, 'host', hostname, reading);
      cells[hostname] = lost.cell;
      findings.push(...lost.findings);
    } else {
      findings.push(...hostFindings(input, hostname, reading.value));
      cells[hostname] = seenCell(reading.value, reading.at, findings, hostname);
    }
  }
  return partOf({cells, findings, line: lineOf(cells), tolerance: null, facts: {}});
}

function hostFindings(input: JudgeInput, host: HostName, facts: HostFacts): readonly Finding[] {
  return [
    ...diskFindings(input.config, host, facts),
    ...memoryFindings(host, facts),
    ...unitFindings(host, facts),
    ...nameFindings(host, facts),
  ];
}

/** That somebody works on the cluster is no fault, but nobody should take what it does for one. */
function lockFindings({snapshot, config}: JudgeInput): readonly Finding[] {
  const held = config.nodes.controllers
    .map(({hostname}) => hostname)
    .filter((host) => seenValue(readingOf(snapshot, 'host', host))?.locked === true);
  if (held.length === 0) return [];
  const params = {hosts: held.join(', ')};
  return [{code: 'OperationLockHeld', level: 'info', where: 'cluster', service: 'host', params, remedy: 'runs list'}];
}

/** Percent of memory that programs can still get; below these the kernel soon kills something. */
const memoryWarning = 5;
const memoryCritical = 2;

function memoryFindings(host: HostName, facts: HostFacts): readonly Finding[] {
  const percent = availablePercent(facts);
  if (percent >= memoryWarning) return [];
  const level = percent < memoryCritical ? 'critical' : 'warning';
  return [{code: 'MemoryLow', level, where: host, service: 'host', params: {percent: Math.round(percent * 10) / 10}}];
}

function availablePercent({memory}: HostFacts): number {
  return memory.totalBytes === 0 ? 0 : (100 * memory.availableBytes) / memory.totalBytes;
}

/** Slurm and Galera know their members by name: a machine that calls itself something else is not found there. */
function nameFindings(host: HostName, facts: HostFacts): readonly Finding[] {
  const short = facts.hostname.split('.')[0];
  if (facts.hostname === host || short === host) return [];
  return [
    {
      code: 'HostCallsItselfOtherwise',
      level: 'warning',
      where: host,
      service: 'host',
      params: {actual: facts.hostname},
    },
  ];
}

function seenCell(facts: HostFacts, at: number, findings: readonly Finding[], host: HostName): Cell {
  const fullest = fullestDisk(facts);
  return {
    reading: 'seen',
    level: levelOn(findings, host),
    word: wordOf(facts, findings, host),
    at,
    facts: {
      load1: facts.load1,
      cpus: facts.cpus,
      memory_available_percent: Math.round(availablePercent(facts)),
      memory_total_bytes: facts.memory.totalBytes,
      disk_fullest: fullest?.path ?? null,
      disk_fullest_percent: fullest === undefined ? null : Math.round(usedPercent(fullest)),
      clock_offset_ms: facts.clockOffsetMs,
      time_synchronised: facts.timeSynchronised,
      uptime_seconds: Math.round(facts.uptimeSeconds),
      failed_units: facts.failedUnits.join(' '),
      pending_restarts: facts.pendingRestarts.join(' '),
      os: facts.os.name,
      kernel: facts.kernel,
    },
  };
}

/**
 * The worst thing in two words, or the load where all is well. A load below the number of processors is one word, so that a cluster
 * in which nothing happens is a picture in which nothing moves.
 */
function wordOf(facts: HostFacts, findings: readonly Finding[], host: HostName): Message {
  const here = findings.filter((finding) => finding.where === host && finding.level !== 'info');
  const worst = here.find((finding) => finding.level === 'critical') ?? here[0];
  if (worst === undefined)
    return word('host.load', {load: facts.load1 < facts.cpus ? `<${facts.cpus}` : Math.round(facts.load1)});
  if (worst.code.startsWith('Disk')) return word('host.disk', {percent: worst.params['percent'] ?? ''});
  const id = wordsOfCodes[worst.code];
  return id === undefined ? verbatim(worst.code) : word(id);
}

const wordsOfCodes: Readonly<Record<string, WordId>> = {
  FilesystemReadOnly: 'host.read-only',
  InodesFilling: 'host.inodes',
  MemoryLow: 'host.memory',
  ClockSkew: 'host.clock',
  TimeNotSynchronised: 'host.no-sync',
  UnitFailed: 'host.unit-failed',
  UnitMasked: 'host.unit-masked',
  RestartPending: 'host.restart-due',
  DrillResidue: 'host.drill',
  HostCallsItselfOtherwise: 'host.name',
};

function lineOf(cells: Readonly<Record<HostName, Cell>>): Message {
  const all = Object.values(cells);
  const seen = all.filter((cell) => cell.reading === 'seen').length;
  return all.every((cell) => cell.reading === 'none')
    ? quietLine(cells)
    : word('host.answering', {seen, total: all.length});
}
