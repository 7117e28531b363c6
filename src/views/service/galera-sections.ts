// The screen of MariaDB Galera: what every server says of the group, how far each one is, and how each would come back.

import type {GaleraFacts} from '../../model/facts.ts';
import type {ForecastHost, ReturnForecast} from '../../model/galera-forecast.ts';
import {forecastReturn} from '../../model/galera-forecast.ts';
import {formatCount} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Section} from '../kit/sections.ts';
import type {Style} from '../kit/style.ts';
import {factTitle} from './fact-title.ts';
import type {FactText} from './fact-value.ts';
import type {SectionContext} from './figures.ts';
import {count, nameOfAddress, orDash, rateText, seriesHere, text, unit, withHistory, yesNo} from './figures.ts';
import type {HostRow} from './host-table.ts';
import {hostTableLines} from './host-table.ts';

export function galeraSections(context: SectionContext): readonly Section[] {
  const {style} = context;
  const table = {...context, service: 'mariadb', probe: 'mariadb'} as const;
  return [
    {title: style.say('galera.members'), lines: hostTableLines(table, [...groupRows(context), ...flowRows(context)])},
    {title: style.say('galera.return'), lines: hostTableLines(table, returnRows(context), {state: false})},
  ];
}

/** What each server says of the group: differences between the columns are what a split looks like. */
function groupRows(context: SectionContext): readonly HostRow<'mariadb'>[] {
  const {style} = context;
  const title = (key: string): string => factTitle('mariadb', key, style);
  return [
    row('component', title('cluster_status'), ({status}) => {
      const said = status?.['wsrep_cluster_status'];
      return orDash(said, style, said === 'Primary' ? 'plain' : 'critical');
    }),
    row('size', title('cluster_size'), ({status}) => orDash(status?.['wsrep_cluster_size'], style)),
    row('sees', style.say('galera.sees'), ({status}) => orDash(seenMembers(context, status), style)),
    row('uuid', title('cluster_uuid'), ({status}) => orDash(status?.['wsrep_cluster_state_uuid']?.slice(0, 8), style)),
    row('view', style.say('galera.view'), ({status}) => orDash(status?.['wsrep_cluster_conf_id'], style)),
    row('committed', title('last_committed'), ({status}) => grouped(status?.['wsrep_last_committed'], style)),
    row('behind', style.say('galera.behind'), ({status}) => behind(context, status?.['wsrep_last_committed'])),
  ];
}

function flowRows(context: SectionContext): readonly HostRow<'mariadb'>[] {
  const {style} = context;
  const title = (key: string): string => factTitle('mariadb', key, style);
  return [
    row('rate', style.say('galera.rate'), (_facts, host, room) => {
      const {values, newest} = seriesHere(context, 'mariadb', 'last_committed', host);
      return newest === null
        ? text(style.say('service.not-measured'), 'dim')
        : withHistory(values, rateText(newest, style), style, room);
    }),
    row('flow', title('flow_control_percent'), (_facts, host, room) => {
      const {values, newest} = seriesHere(context, 'mariadb', 'flow_control_percent', host);
      if (newest === null) return text(style.say('service.not-measured'), 'dim');
      const shown = withHistory(values, `${formatCount(newest)} %`, style, room);
      return {...shown, tone: newest >= 10 ? 'warning' : 'plain'};
    }),
    row('recv', style.say('galera.recv'), ({status}) => queue(status, 'recv', style)),
    row('send', style.say('galera.send'), ({status}) => queue(status, 'send', style)),
    row('ready', title('ready'), ({status}) =>
      status === null ? null : yesNo(status['wsrep_ready'] === 'ON', style, false),
    ),
    row('connections', title('connections'), ({status}) => orDash(status?.['Threads_connected'], style)),
    row('unit', title('unit'), (facts) => unit(facts.unit, style)),
    row('sql', title('sql_error'), ({sqlError}) => (sqlError === null ? null : text(sqlError, 'warning'))),
    row('version', title('version'), ({variables}) => orDash(variables?.['version']?.split('-')[0], style)),
  ];
}

/** IST or SST, for each as it stands now; and what its own files say, which is what a bootstrap is decided by. */
function returnRows(context: SectionContext): readonly HostRow<'mariadb'>[] {
  const {style} = context;
  const all = forecastHosts(context);
  const forecast = (host: HostName): ReturnForecast => {
    const subject = all.find((one) => one.host === host);
    return subject === undefined ? {kind: 'unknown'} : forecastReturn(subject, all);
  };
  return [
    row('how', style.say('galera.how'), (_facts, host) => forecastText(forecast(host), style)),
    row('donors', style.say('galera.donors'), (_facts, host) => {
      const told = forecast(host);
      return told.kind === 'ist' ? text(told.donors.join(' ')) : null;
    }),
    row('seqno', factTitle('mariadb', 'grastate_seqno', style), ({grastate}) => {
      if (grastate === null || grastate === 'malformed') return orDash(grastate, style, 'warning');
      return grouped(grastate.seqno.toString(), style);
    }),
    row('safe', factTitle('mariadb', 'safe_to_bootstrap', style), ({grastate}) =>
      typeof grastate === 'object' && grastate !== null && grastate.safeToBootstrap !== null
        ? yesNo(grastate.safeToBootstrap, style)
        : null,
    ),
  ];
}

function row(id: string, title: string, show: HostRow<'mariadb'>['show']): HostRow<'mariadb'> {
  return {id, title, show};
}

function grouped(seqno: string | undefined, style: Style): FactText {
  return orDash(seqno?.replace(/\B(?=(\d{3})+(?!\d))/g, ' '), style);
}

/** `server1 server2 +1`: an entry without an address is an arbitrator. */
function seenMembers(context: SectionContext, status: GaleraFacts['status']): string | null {
  const listed = status?.['wsrep_incoming_addresses'];
  if (listed === undefined) return null;
  const addresses = listed.split(',').map((entry) => entry.trim().replace(/:\d+$/, ''));
  const names = addresses
    .filter((entry) => entry !== '' && entry !== 'AUTO')
    .map((entry) => nameOfAddress(context, entry));
  const shown = commonPrefixCut(names.sort(), context.state.summary.controllers);
  const nameless = addresses.length - names.length;
  return nameless > 0 ? `${shown} +${nameless}` : shown;
}

/** `server1 server2 server3` as `1 2 3` where all controllers are called alike: what differs is what counts. */
function commonPrefixCut(names: readonly string[], hosts: readonly HostName[]): string {
  const [first = ''] = hosts;
  const stem = first.replace(/\d+$/, '');
  const alike =
    stem !== '' &&
    hosts.length > 1 &&
    hosts.every((host) => host.startsWith(stem) && /^\d+$/.test(host.slice(stem.length)));
  return names.map((name) => (alike && name.startsWith(stem) ? name.slice(stem.length) : name)).join(' ');
}

/** Commits that this server lacks, compared with the newest one that was seen now. */
function behind({state, style}: SectionContext, committed: string | undefined): FactText {
  const {snapshot} = state;
  if (committed === undefined || !/^\d+$/.test(committed) || snapshot === null) return orDash(null, style);
  const all = state.summary.controllers.flatMap((host) => {
    const reading = readingOf(snapshot, 'mariadb', host);
    const seqno = reading.kind === 'seen' ? reading.value.status?.['wsrep_last_committed'] : undefined;
    return seqno !== undefined && /^\d+$/.test(seqno) ? [BigInt(seqno)] : [];
  });
  const newest = all.reduce((most, one) => (one > most ? one : most), 0n);
  const missing = newest - BigInt(committed);
  return missing <= 0n ? text('0') : text(formatCount(Number(missing)));
}

function queue(status: GaleraFacts['status'], which: 'recv' | 'send', style: Style): FactText {
  const now = status?.[`wsrep_local_${which}_queue`];
  const average = Number(status?.[`wsrep_local_${which}_queue_avg`]);
  if (now === undefined) return orDash(null, style);
  const shown = count(Number(now), style);
  return Number.isFinite(average) ? text(`${shown.text} (${average.toFixed(2)})`) : shown;
}

function forecastHosts({state}: SectionContext): readonly ForecastHost[] {
  const {snapshot} = state;
  if (snapshot === null) return [];
  return state.summary.controllers.flatMap((host): readonly ForecastHost[] => {
    const reading = readingOf(snapshot, 'mariadb', host);
    if (reading.kind === 'seen') return [{host, facts: reading.value, now: true}];
    const last = reading.kind === 'lost' ? reading.last : undefined;
    return last === undefined ? [] : [{host, facts: last.value, now: false}];
  });
}

function forecastText(forecast: ReturnForecast, style: Style): FactText {
  switch (forecast.kind) {
    case 'member':
      return text(style.say('galera.kept', {count: formatCount(Number(forecast.kept))}));
    case 'ist':
      return text(style.say('galera.ist', {count: formatCount(Number(forecast.missed))}), 'ok');
    case 'sst':
      return text(style.say(`galera.sst-${forecast.why}`), 'warning');
    case 'transfer':
      return text(style.say('galera.transferring'), 'warning');
    case 'unknown':
      return text(style.say('galera.return-unknown'), 'unknown');
  }
}
