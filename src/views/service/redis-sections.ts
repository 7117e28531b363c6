// The screen of Redis: every instance, then what every sentinel thinks, or in cluster mode the slot map and every node's opinion.

import type {RedisInstanceFacts} from '../../model/facts.ts';
import {formatBytes, formatDuration} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Section} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {count, orDash, rateText, seriesHere, text, unit, upText, withHistory, yesNo} from './figures.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';
import type {Heard} from './redis-opinions.ts';
import {opinionLines, slotLines, viewLines} from './redis-opinions.ts';

export function redisSections(context: SectionContext): readonly Section[] {
  const {style} = context;
  const heard = heardHosts(context);
  const table = {...context, service: 'redis', probe: 'redis'} as const;
  const second = heard.some(({facts}) => facts.instances.length > 1);
  const clustered = heard.some(({facts}) => facts.sentinel === null);
  const instances = {
    title: style.say('redis.instances'),
    lines: hostTableLines(table, [
      ...instanceRows(context, 0, clustered),
      ...(second ? instanceRows(context, 1, clustered) : []),
    ]),
  };
  if (heard.length === 0) return [instances];
  if (!clustered) return [instances, {title: style.say('redis.opinions'), lines: opinionLines(context, heard)}];
  return [
    instances,
    {title: style.say('redis.slots'), lines: slotLines(context, heard)},
    {title: style.say('redis.views'), lines: viewLines(context, heard)},
  ];
}

function heardHosts({state, hosts}: SectionContext): readonly Heard[] {
  const {snapshot} = state;
  if (snapshot === null) return [];
  return hosts.flatMap((host): readonly Heard[] => {
    const reading = readingOf(snapshot, 'redis', host);
    if (reading.kind === 'seen') return [{host, facts: reading.value, stale: false}];
    const last = reading.kind === 'lost' ? reading.last : undefined;
    return last === undefined ? [] : [{host, facts: last.value, stale: true}];
  });
}

/** Of the first or the second instance of each controller. */
function instanceRows(context: SectionContext, index: 0 | 1, clustered: boolean): readonly HostRow<'redis'>[] {
  const {style} = context;
  const row = (
    id: string,
    title: string,
    show: (
      instance: RedisInstanceFacts,
      info: Readonly<Record<string, string>>,
      host: HostName,
      room: number,
    ) => FactText | null,
  ): HostRow<'redis'> => ({
    id: `${id}${index}`,
    title: index === 0 ? title : style.say('fact.second', {title}),
    show: ({instances}, host, room) => {
      const instance = instances[index];
      return instance === undefined ? null : show(instance, instance.info ?? {}, host, room);
    },
  });
  const title = (key: string): string => factTitle('redis', key, style);
  return [
    row('role', title('role'), ({info, error}, said) =>
      info === null ? text(error ?? style.glyphs.level.unknown, 'unknown') : orDash(roleText(said, style), style),
    ),
    row('link', style.say('redis.link'), (_instance, info) => linkText(info, style)),
    row('offset', title('offset'), (_instance, info) => numberText(info['master_repl_offset'], style)),
    ...(clustered
      ? []
      : [row('behind', style.say('redis.behind'), (_i, _info, host, room) => behindText(context, host, room))]),
    row('replicas', title('connectedReplicas'), (_instance, info) =>
      info['role'] === 'master' ? numberText(info['connected_slaves'], style) : null,
    ),
    row('ops', style.say('redis.ops'), (_instance, info, host, room) => opsText(context, info, {host, index, room})),
    row('memory', style.say('redis.memory'), (_instance, info) => memoryText(info, style)),
    row('policy', style.say('redis.policy'), ({config}) => orDash(config?.['maxmemory-policy'], style)),
    row('min', style.say('redis.min-replicas'), ({config}) => orDash(config?.['min-replicas-to-write'], style)),
    row('clients', title('clients'), (_instance, info) => numberText(info['connected_clients'], style)),
    row('aof', title('appendOnly'), (_instance, info) =>
      info['aof_enabled'] === undefined ? null : yesNo(info['aof_enabled'] === '1', style),
    ),
    row('saved', style.say('redis.saved'), (_instance, info) =>
      orDash(info['rdb_last_bgsave_status'], style, info['rdb_last_bgsave_status'] === 'ok' ? 'plain' : 'warning'),
    ),
    row('unit', title('unit'), (instance) => unit(instance.unit, style)),
    row('up', title('uptimeSeconds'), (_instance, info) =>
      info['uptime_in_seconds'] === undefined ? null : text(upText(Number(info['uptime_in_seconds']))),
    ),
    row('version', title('version'), (_instance, info) => orDash(info['redis_version'], style)),
  ];
}

function roleText(info: Readonly<Record<string, string>>, style: Style): string {
  const role = info['role'] ?? '';
  return role === 'slave' ? style.say('fact-value.replica') : role === 'master' ? style.say('fact-value.master') : role;
}

function linkText(info: Readonly<Record<string, string>>, style: Style): FactText | null {
  if (info['role'] !== 'slave') return null;
  const status = info['master_link_status'] ?? style.glyphs.level.unknown;
  const down = info['master_link_down_since_seconds'];
  const since = down === undefined || down === '-1' ? '' : ` ${formatDuration(Number(down) * 1000)}`;
  return text(`${status}${since}`, status === 'up' ? 'plain' : 'warning');
}

function numberText(value: string | undefined, style: Style): FactText {
  return value === undefined || !Number.isFinite(Number(value)) ? orDash(value, style) : count(Number(value), style);
}

function behindText(context: SectionContext, host: HostName, room: number): FactText | null {
  const lag = context.state.judgement?.services.redis.controllers[host]?.facts['lagBytes'];
  if (typeof lag !== 'number') return null;
  const {values} = seriesHere(context, 'redis', 'lagBytes', host);
  return withHistory(values, formatBytes(lag), context.style, room);
}

function opsText(
  context: SectionContext,
  info: Readonly<Record<string, string>>,
  {host, index, room}: {readonly host: HostName; readonly index: 0 | 1; readonly room: number},
): FactText | null {
  const now = info['instantaneous_ops_per_sec'];
  if (now === undefined) return null;
  const shown = rateText(Number(now), context.style);
  if (index === 1) return text(shown);
  return withHistory(seriesHere(context, 'redis', 'opsPerSecond', host).values, shown, context.style, room);
}

function memoryText(info: Readonly<Record<string, string>>, style: Style): FactText | null {
  const [used, most] = [Number(info['used_memory']), Number(info['maxmemory'])];
  if (!Number.isFinite(used)) return null;
  const limit = Number.isFinite(most) && most > 0 ? formatBytes(most) : style.say('redis.no-limit');
  const full = most > 0 && used / most > 0.8;
  return text(`${formatBytes(used)} / ${limit}`, full ? 'warning' : 'plain');
}
