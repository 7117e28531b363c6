// How many more controllers may die abruptly before somebody's page stays away: web services fail over by nginx and by the address.

import {controllersOf} from '../../config/order.ts';
import type {WebFacts, WebServiceFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {JudgeInput} from '../judge-part.ts';
import {vipView} from '../keepalived/vip-view.ts';
import {isRunning} from '../unit-show.ts';

/** It answers, and not with a failure of its own. */
export function serves(facts: WebServiceFacts | undefined): boolean {
  return facts?.http === 200 && facts.status !== 'failed';
}

/**
 * nginx of whoever has the address asks its own services first and its peers' when those do not answer. So what must be left is one nginx
 * that answers where the address is or may go, and each service somewhere: the scarcest of these decides, and the last of it must live.
 * What was not seen is not counted. null: not known. Redis, the database and the storage beneath have tolerances of their own.
 */
export function webTolerance(input: JudgeInput, seen: ReadonlyMap<HostName, WebFacts>): number | null {
  if (seen.size === 0) return null;
  const all = [...seen.values()];
  const open = new Set([...seen].flatMap(([host, {proxy}]) => (isOpen(proxy) ? [host] : [])));
  const names = new Set(all.flatMap(({services}) => Object.keys(services)));
  const counts = [...names].map((name) => all.filter(({services}) => serves(services[name])).length);
  const deaths = deathsUntilClosed(input, open);
  return deaths === null ? null : Math.max(0, Math.min(deaths, ...counts) - 1);
}

function isOpen({unit, http}: WebFacts['proxy']): boolean {
  return isRunning(unit) && http === 200;
}

/**
 * How many controllers must die, the worst first, until no open door is where the address is. It stays with its holder while that lives
 * (`nopreempt`), then goes to the one of the highest priority, also to one without an nginx. Without keepalived browsers go to a
 * controller's own address. null: keepalived was not asked, or nobody answered.
 */
function deathsUntilClosed(input: JudgeInput, open: ReadonlySet<HostName>): number | null {
  if (controllersOf(input.config, 'keepalived').length === 0) return open.size;
  const {hosts, owners, backups} = vipView(input);
  if (hosts.every(({facts}) => facts === null)) return null;
  const heirs = [...backups].sort((a, b) => b.priority - a.priority);
  const enabled = new Set(controllersOf(input.config, 'web').map(({hostname}) => hostname));
  // Where nginx should answer and does not, keepalived's check lets go of the address.
  const line = [...owners, ...heirs].filter(({host}) => open.has(host) || !enabled.has(host));
  const closed = line.findIndex(({host}) => !open.has(host));
  return closed < 0 ? line.length : closed;
}
