// What each part of Redis thinks of the others: every sentinel's opinion, the slot map, and every node's view of the cluster.

import type {RedisClusterNodeFacts, RedisFacts, SentinelFacts} from '../../model/facts.ts';
import {formatCount} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingItem} from '../../state/open-reading.ts';
import type {Line, TableCell} from '../kit/sections.ts';
import {tableLines} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {factTitle} from './fact-title.ts';
import type {SectionContext} from './figures.ts';
import {nameOfAddress, orDash, yesNo} from './figures.ts';

/** A controller's Redis as it was heard now, or last before it fell silent. */
export type Heard = {readonly host: HostName; readonly facts: RedisFacts; readonly stale: boolean};

export function opinionLines(context: SectionContext, heard: readonly Heard[]): readonly Line[] {
  const {style} = context;
  const columns = [
    {title: style.say('redis.from')},
    {title: style.say('redis.says-master')},
    {title: style.say('redis.says-state')},
    {title: style.say('redis.check')},
    {title: style.say('redis.quorum'), align: 'right' as const},
    {title: style.say('redis.others'), align: 'right' as const},
    {title: style.say('redis.replicas'), align: 'right' as const},
    {title: style.say('redis.epoch'), align: 'right' as const},
  ];
  return tableLines(
    columns,
    heard.map(({host, facts, stale}) => ({
      key: readingItem('redis', host, 'sentinel'),
      cells: marked([{text: host, tone: 'strong'}, ...opinionCells(context, facts.sentinel)], stale, style),
    })),
    style,
  );
}

/** What was said before the controller fell silent is dim and marked. */
function marked(cells: readonly TableCell[], stale: boolean, style: Style): readonly TableCell[] {
  if (!stale) return cells;
  const {unknown} = style.glyphs.level;
  return cells.map((one, index) => ({text: index === 0 ? `${unknown} ${one.text}` : one.text, tone: 'dim'}));
}

function opinionCells(context: SectionContext, sentinel: SentinelFacts | null): readonly TableCell[] {
  const {style} = context;
  const dash: TableCell = {text: style.glyphs.dash, tone: 'dim'};
  if (sentinel === null) return [dash];
  const {master, tilt, quorumCheck, unit: facts, error} = sentinel;
  if (master === null) {
    const word = facts.active === 'active' ? (error ?? style.say('redis.unknown-master')) : facts.active;
    return [{text: word, tone: 'warning'}];
  }
  const flags = (master['flags'] ?? '').split(',').filter((flag) => flag !== 'master' && flag !== '');
  const others = Number(master['num-other-sentinels']);
  const able = quorumCheck === null ? null : quorumCheck.startsWith('OK');
  return [
    {text: nameOfAddress(context, master['ip'] ?? '?')},
    flags.length === 0 ? {text: style.say('redis.says-up')} : {text: flags.join(' '), tone: 'warning'},
    tilt === true ? {text: style.say('redis.tilt'), tone: 'warning'} : yesNo(able, style, false),
    orDash(master['quorum'], style),
    Number.isFinite(others) ? {text: String(others + 1)} : dash,
    orDash(master['num-slaves'], style),
    orDash(master['config-epoch'], style),
  ];
}

/** As the first node that answers has it; whether the others agree is the next section's business. */
export function slotLines(context: SectionContext, heard: readonly Heard[]): readonly Line[] {
  const {style} = context;
  const teller =
    heard.find(({stale, facts}) => !stale && facts.instances.some((one) => one.clusterNodes !== null)) ?? heard[0];
  const nodes = teller?.facts.instances.find((one) => one.clusterNodes !== null)?.clusterNodes ?? [];
  if (teller === undefined || nodes.length === 0) return [];
  const columns = [
    {title: style.say('redis.node')},
    {title: style.say('redis.count'), align: 'right' as const},
    {title: style.say('redis.ranges'), grow: true as const},
    {title: style.say('redis.flags')},
    {title: style.say('redis.role')},
  ];
  const name = (node: RedisClusterNodeFacts): string => `${nameOfAddress(context, node.ip)}:${node.port}`;
  const sorted = [...nodes].sort((a, b) => b.slots - a.slots || name(a).localeCompare(name(b)));
  return tableLines(
    columns,
    sorted.map((node) => {
      const master = nodes.find((one) => one.id === node.masterId);
      const role = master === undefined ? style.say('fact-value.master') : style.say('redis.of', {node: name(master)});
      const flags = node.flags.filter((flag) => !['myself', 'master', 'slave'].includes(flag));
      const bad = flags.length > 0 || node.linkState !== 'connected';
      const cells: readonly TableCell[] = [
        {text: name(node), tone: 'strong'},
        node.slots > 0 ? {text: formatCount(node.slots)} : {text: style.glyphs.dash, tone: 'dim'},
        orDash(node.slotRanges, style),
        {text: [...flags, node.linkState].join(' '), tone: bad ? 'warning' : 'plain'},
        {text: role},
      ];
      return {key: readingItem('redis', teller.host, `slots ${name(node)}`), cells: marked(cells, teller.stale, style)};
    }),
    style,
  );
}

export function viewLines(context: SectionContext, heard: readonly Heard[]): readonly Line[] {
  const {style} = context;
  const columns = [
    {title: style.say('redis.node')},
    {title: factTitle('redis', 'clusterState', style)},
    {title: style.say('redis.slots-ok'), align: 'right' as const},
    {title: style.say('redis.known'), align: 'right' as const},
    {title: style.say('redis.epoch'), align: 'right' as const},
  ];
  const rows = heard.flatMap(({host, facts, stale}) =>
    facts.instances.map((instance) => {
      const info = instance.clusterInfo;
      const state = info?.['cluster_state'];
      const cells: readonly TableCell[] = [
        {text: `${host}:${instance.port}`, tone: 'strong'},
        info === null
          ? {text: instance.error ?? style.glyphs.level.unknown, tone: 'unknown'}
          : orDash(state, style, state === 'ok' ? 'plain' : 'critical'),
        orDash(info?.['cluster_slots_ok'], style),
        orDash(info?.['cluster_known_nodes'], style),
        orDash(info?.['cluster_current_epoch'], style),
      ];
      return {key: readingItem('redis', host, `view ${instance.port}`), cells: marked(cells, stale, style)};
    }),
  );
  return tableLines(columns, rows, style);
}
