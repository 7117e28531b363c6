// The screen of the machines themselves: load, memory, clock, disks, units, and what is pending or left over.

import type {DiskFacts, HostFacts} from '../../model/facts.ts';
import {formatBytes, formatCount} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Section} from '../kit/sections.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {orDash, seriesHere, text, unit, upText, withBar, withHistory, yesNo} from './figures.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';

export function hostSections(context: SectionContext): readonly Section[] {
  const {style} = context;
  const table = {...context, service: 'host', probe: 'host'} as const;
  const lines = (rows: readonly HostRow<'host'>[]) => hostTableLines(table, rows, {state: false});
  return [
    {title: style.say('host.vitals'), lines: hostTableLines(table, vitalRows(context))},
    {title: style.say('host.disks'), lines: lines(diskRows(context))},
    {title: style.say('host.units'), lines: lines(unitRows(context))},
    {title: style.say('host.versions'), lines: lines(versionRows(context))},
  ];
}

type Show = HostRow<'host'>['show'];

function row(id: string, title: string, show: Show): HostRow<'host'> {
  return {id, title, show};
}

function vitalRows(context: SectionContext): readonly HostRow<'host'>[] {
  const {style, state} = context;
  const title = (key: string): string => factTitle('host', key, style);
  return [
    row('load', style.say('host.load-row'), ({load1, cpus}, host, room) => {
      const {values} = seriesHere(context, 'host', 'load1', host);
      const shown = style.say('host.load-of', {load: load1.toFixed(1), cpus});
      return {...withHistory(values, shown, style, room), tone: load1 > 4 * cpus ? 'warning' : 'plain'};
    }),
    row('memory', style.say('host.memory'), ({memory}, _host, room) => memoryText(memory, context, room)),
    row('clock', style.say('host.clock'), ({clockOffsetMs: offset}) => {
      if (offset === null) return text(style.glyphs.level.unknown, 'unknown');
      return offset === 0
        ? text(style.say('host.clock-exact'))
        : text(`${offset > 0 ? '+' : ''}${formatCount(offset)} ms`, Math.abs(offset) >= 1000 ? 'warning' : 'plain');
    }),
    row('synced', style.say('host.synced'), ({timeSynchronised}) => yesNo(timeSynchronised, style, false)),
    row('failed', title('failed_units'), ({failedUnits}) => listText(failedUnits, context)),
    row('pending', title('pending_restarts'), ({pendingRestarts}) => listText(pendingRestarts, context)),
    row('leftovers', style.say('host.leftovers'), ({leftovers}) =>
      leftovers.length === 0 ? null : listText(leftovers, context),
    ),
    row('lock', style.say('host.lock'), ({locked}) => (locked ? text(style.say('host.lock-held'), 'warning') : null)),
    row('up', title('uptime_seconds'), ({uptimeSeconds}) => text(upText(uptimeSeconds))),
    row('reach', style.say('host.reach'), (_facts, host) => {
      const reach = state.snapshot === null ? undefined : readingOf(state.snapshot, 'reach', host);
      if (reach?.kind !== 'seen') return null;
      const {user, rttMs} = reach.value;
      return text(style.say('host.reach-as', {user, rtt: rttMs < 10 ? '<10 ms' : `${Math.round(rttMs / 10) * 10} ms`}));
    }),
  ];
}

function memoryText(
  {totalBytes, availableBytes}: HostFacts['memory'],
  {style}: SectionContext,
  room: number,
): FactText {
  const used = totalBytes === 0 ? 1 : 1 - availableBytes / totalBytes;
  const tone = used > 0.98 ? 'critical' : used > 0.95 ? 'warning' : 'plain';
  const of = style.say('host.memory-of', {used: `${Math.round(used * 100)} %`, total: formatBytes(totalBytes)});
  return text(withBar(used, of, style, room), tone);
}

function listText(names: readonly string[], {style}: SectionContext): FactText {
  return names.length === 0 ? text(style.say('service.none'), 'dim') : text(names.join(' '), 'warning');
}

function diskRows(context: SectionContext): readonly HostRow<'host'>[] {
  const {state, hosts} = context;
  const {snapshot} = state;
  if (snapshot === null) return [];
  const paths = hosts.flatMap((host) => {
    const reading = readingOf(snapshot, 'host', host);
    const facts = reading.kind === 'seen' ? reading.value : reading.kind === 'lost' ? reading.last?.value : undefined;
    return (facts?.disks ?? []).map((disk) => disk.path);
  });
  return [...new Set(paths)].sort().map((path) =>
    row(`disk ${path}`, path, ({disks}, _host, room) => {
      const disk = disks.find((one) => one.path === path);
      return disk === undefined ? null : diskText(disk, context, room);
    }),
  );
}

function diskText(disk: DiskFacts, {style}: SectionContext, room: number): FactText {
  const used = disk.sizeBytes === 0 ? 1 : disk.usedBytes / disk.sizeBytes;
  const free = formatBytes(Math.max(0, disk.sizeBytes - disk.usedBytes));
  const inodes = disk.inodesUsedPercent ?? 0;
  const parts = [
    `${Math.round(used * 100)} %`,
    disk.readOnly ? style.say('host.read-only') : `${style.say('gluster.free')} ${free}`,
    ...(inodes >= 80 ? [`${style.say('host.inodes')} ${inodes} %`] : []),
  ];
  const tone = disk.readOnly || used >= 0.95 ? 'critical' : used >= 0.8 || inodes >= 80 ? 'warning' : 'plain';
  return text(withBar(used, parts.join('  '), style, room), tone);
}

function unitRows(context: SectionContext): readonly HostRow<'host'>[] {
  const {style, state, hosts} = context;
  const {snapshot} = state;
  if (snapshot === null) return [];
  const names = hosts.flatMap((host) => {
    const reading = readingOf(snapshot, 'host', host);
    return reading.kind === 'seen' ? reading.value.units : [];
  });
  const installed = names.filter((one) => one.active !== 'not-found').map((one) => one.unit);
  return [...new Set(installed)].map((name) =>
    row(`unit ${name}`, name.replace(/\.service$/, ''), ({units}) => {
      const facts = units.find((one) => one.unit === name);
      if (facts === undefined) return null;
      return facts.enabled.startsWith('masked') ? text(facts.enabled, 'warning') : unit(facts, style);
    }),
  );
}

function versionRows(context: SectionContext): readonly HostRow<'host'>[] {
  const {style, state} = context;
  const title = (key: string): string => factTitle('host', key, style);
  const said = (service: 'mariadb' | 'redis' | 'slurm' | 'glusterfs', key: string, host: HostName): FactText => {
    const fact = state.judgement?.services[service].controllers[host]?.facts[key];
    return orDash(typeof fact === 'string' ? fact.split('-')[0] : null, style);
  };
  return [
    row('os', title('os'), ({os}) => orDash(os.name || os.id, style)),
    row('kernel', title('kernel'), ({kernel}) => orDash(kernel, style)),
    row('v-glusterfs', style.say('service.title.glusterfs'), (_facts, host) => said('glusterfs', 'op_version', host)),
    row('v-mariadb', style.say('service.title.mariadb'), (_facts, host) => said('mariadb', 'version', host)),
    row('v-redis', style.say('service.title.redis'), (_facts, host) => said('redis', 'version', host)),
    row('v-slurm', style.say('service.title.slurm'), (_facts, host) => said('slurm', 'version', host)),
  ];
}
