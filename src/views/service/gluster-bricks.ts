// The bricks of a Gluster volume as a table: does each serve, what is left to heal on it, how full its disk is.

import type {GlusterBrickFacts, GlusterVolumeFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {readingItem} from '../../state/open-reading.ts';
import type {Line, TableCell} from '../kit/sections.ts';
import {tableLines} from '../kit/sections.ts';
import {bar} from '../kit/sparkline.ts';
import type {SectionContext} from './figures.ts';
import {bytes, count, yesNo} from './figures.ts';

type Volume = NonNullable<GlusterVolumeFacts['volume']>;

export function brickLines(context: SectionContext, volume: Volume, stale: boolean): readonly Line[] {
  const {style} = context;
  const columns = [
    {title: style.say('gluster.on')},
    {title: style.say('gluster.state')},
    {title: style.say('gluster.heal'), align: 'right' as const},
    {title: style.say('gluster.split'), align: 'right' as const},
    {title: style.say('gluster.used'), align: 'right' as const},
    {title: style.say('gluster.free'), align: 'right' as const},
    {title: style.say('gluster.shd')},
    {title: style.say('gluster.brick'), grow: true as const},
  ];
  const rows = volume.bricks.map((brick) => ({
    key: readingItem('glusterfs', 'cluster', `brick ${brick.host}${brick.path}`),
    cells: brickCells(context, volume, brick, stale).map((one) => (stale ? {...one, tone: 'dim' as const} : one)),
  }));
  return tableLines(columns, rows, style);
}

function brickCells(
  context: SectionContext,
  volume: Volume,
  brick: GlusterBrickFacts,
  stale: boolean,
): readonly TableCell[] {
  const {style} = context;
  const {level} = style.glyphs;
  const state = brickState(context, brick, stale);
  const disk = diskOf(context, brick);
  const used = disk === null || disk.sizeBytes === 0 ? null : disk.usedBytes / disk.sizeBytes;
  const pending = count(brick.healPending, style);
  const split = count(brick.splitBrain, style);
  return [
    {text: brick.host, tone: 'strong'},
    {
      text: `${level[state.level]} ${style.say(`gluster.${state.word}`)}`,
      tone: state.level === 'ok' ? 'plain' : state.level,
    },
    {text: pending.text, tone: (brick.healPending ?? 0) > 0 ? 'warning' : pending.tone},
    {text: split.text, tone: (brick.splitBrain ?? 0) > 0 ? 'critical' : split.tone},
    used === null
      ? {text: style.glyphs.dash, tone: 'dim'}
      : {text: `${bar(used, 8, style)} ${Math.round(used * 100)} %`, tone: used >= 0.9 ? 'warning' : 'plain'},
    bytes(disk === null ? null : disk.sizeBytes - disk.usedBytes, style),
    yesNo(volume.selfHealDaemons[brick.host] ?? selfHealOf(context, brick.host), style, false),
    {text: brick.path, tone: 'dim'},
  ];
}

/** What the volume told of its size; where it was not asked for that, the file system under the brick. */
function diskOf(
  {state}: SectionContext,
  {host, path, sizeBytes, freeBytes}: GlusterBrickFacts,
): {readonly sizeBytes: number; readonly usedBytes: number} | null {
  if (sizeBytes !== null && freeBytes !== null) return {sizeBytes, usedBytes: sizeBytes - freeBytes};
  const reading = state.snapshot === null ? undefined : readingOf(state.snapshot, 'host', host);
  if (reading?.kind !== 'seen') return null;
  const under = reading.value.disks.filter((disk) => `${path}/`.startsWith(disk.path === '/' ? '/' : `${disk.path}/`));
  return [...under].sort((a, b) => b.path.length - a.path.length)[0] ?? null;
}

function selfHealOf({state}: SectionContext, host: HostName): boolean | undefined {
  const reading = state.snapshot === null ? undefined : readingOf(state.snapshot, 'glusterfs', host);
  return reading?.kind === 'seen' ? reading.value.selfHealProcess : undefined;
}

type BrickSign = {
  readonly level: 'ok' | 'warning' | 'unknown';
  readonly word: 'online' | 'offline' | 'no-client' | 'untold' | 'unheard';
};

/**
 * The volume's word on a brick is up to a look of the volume old, and nobody's word at all once that look fails: what was judged of
 * the brick since then counts before it, and a controller that is silent now makes an "online" unknown.
 */
function brickState({state}: SectionContext, brick: GlusterBrickFacts, stale: boolean): BrickSign {
  const judged = state.judgement?.findings.filter(({where}) => where === brick.host) ?? [];
  const isFound = (code: string): boolean => judged.some((finding) => finding.code === code);
  if (isFound('GlusterBrickUnseen')) return {level: 'unknown', word: 'unheard'};
  if (isFound('GlusterBrickDown')) return {level: 'warning', word: 'offline'};
  if (brick.untold === true) return {level: 'unknown', word: 'untold'};
  if (!brick.online) return {level: 'warning', word: brick.clientsConnect === false ? 'no-client' : 'offline'};
  if (brick.clientsConnect === false) return {level: 'warning', word: 'no-client'};
  const own = state.snapshot === null ? undefined : readingOf(state.snapshot, 'glusterfs', brick.host);
  return stale || own?.kind !== 'seen' ? {level: 'unknown', word: 'unheard'} : {level: 'ok', word: 'online'};
}
