// Judges the web services of all controllers: eight services, nginx in front of them, the certificate that it shows.

import {controllersOf} from '../../config/order.ts';
import type {WebFacts, WebServiceFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {notAsked, type Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {partOf, quietLine} from '../part.ts';
import type {CellFacts} from '../seen-cell.ts';
import {serviceCells} from '../service-cells.ts';
import {isRunning} from '../unit-show.ts';
import {serves, webTolerance} from './web-tolerance.ts';

const dayMs = 24 * 3600 * 1000;
/** A certificate that ends so soon is nobody's plan: its renewal has failed for weeks. */
const criticalDays = 3;
/** Of its whole life: one that lives for weeks or days is renewed in the last third (templates/web/certificate.sh). */
const lateShare = {warning: 1 / 4, critical: 1 / 10} as const;

type WebHost = {readonly host: HostName; readonly reading: Reading<WebFacts>};

export function judgeWeb(input: JudgeInput): JudgePart {
  const enabled = new Set(controllersOf(input.config, 'web').map(({hostname}) => hostname));
  const hosts: readonly WebHost[] = input.config.nodes.controllers.map(({hostname}) => ({
    host: hostname,
    reading: enabled.has(hostname) ? readingOf(input.snapshot, 'web', hostname) : {...notAsked, why: 'not-enabled'},
  }));
  const own = hosts.flatMap(({host, reading}) =>
    reading.kind === 'seen' ? judgeController(input, host, reading.value) : [],
  );
  const seen = [...own, ...judgeTogether(hosts)];
  const {cells, lost} = serviceCells<WebFacts, WebHost>(input, {
    service: 'web',
    hosts,
    seen,
    shown: (_host, value) => ({word: wordOf(value), facts: factsOf(input, value)}),
    gone: ({host}) => finding('WebControllerGone', 'warning', host, {}),
  });
  const deployed = hosts.some(({reading}) => reading.kind !== 'none');
  return partOf({
    cells,
    findings: [...seen, ...lost],
    line: deployed ? lineOf(hosts) : quietLine(cells),
    tolerance: webTolerance(input, valuesOf(hosts)),
    facts: {},
  });
}

function valuesOf(hosts: readonly WebHost[]): ReadonlyMap<HostName, WebFacts> {
  return new Map(hosts.flatMap(({host, reading}) => (reading.kind === 'seen' ? [[host, reading.value] as const] : [])));
}

function judgeController(input: JudgeInput, host: HostName, facts: WebFacts): readonly Finding[] {
  const services = Object.entries(facts.services).flatMap(([name, service]) => judgeService(host, name, service));
  return [...services, ...judgeProxy(host, facts), ...judgeCertificate(input, host, facts)];
}

/** One service of one controller: its peers serve meanwhile, so this is a warning by itself. */
function judgeService(host: HostName, service: string, facts: WebServiceFacts): readonly Finding[] {
  if (facts.unit.active === 'activating') return [finding('WebServiceStarting', 'warning', host, {name: service})];
  if (!isRunning(facts.unit)) {
    return [finding('WebServiceDown', 'warning', host, {name: service, state: facts.unit.active}, 'start')];
  }
  if (facts.http === null) {
    return [finding('WebServiceSilent', 'warning', host, {name: service, why: facts.error ?? 'it said nothing'})];
  }
  const failing = facts.failing.join(', ') || '?';
  if (facts.http !== 200 || facts.status === 'failed') {
    return [finding('WebServiceFailed', 'warning', host, {name: service, http: facts.http, checks: failing})];
  }
  if (facts.status !== 'ok') return [finding('WebServiceDegraded', 'warning', host, {name: service, checks: failing})];
  return [];
}

function judgeProxy(host: HostName, {proxy}: WebFacts): readonly Finding[] {
  if (!isRunning(proxy.unit)) return [finding('WebProxyDown', 'warning', host, {state: proxy.unit.active}, 'start')];
  if (proxy.http === 200) return [];
  const why = proxy.error ?? `it answered ${proxy.http ?? 'nothing'}`;
  return [finding('WebProxySilent', 'warning', host, {why})];
}

function judgeCertificate({snapshot, config}: JudgeInput, host: HostName, {certificate}: WebFacts): readonly Finding[] {
  if (certificate === null) return [finding('WebCertificateMissing', 'warning', host, {})];
  const left = certificate.notAfter - snapshot.at;
  const params = {days: Math.floor(left / dayMs), issuer: certificate.issuer, until: dateOf(certificate.notAfter)};
  if (left <= 0) return [finding('WebCertificateExpired', 'critical', host, params, 'start')];
  if (snapshot.at > 0 && certificate.notBefore > snapshot.at) {
    return [finding('WebCertificateNotYet', 'warning', host, {from: dateOf(certificate.notBefore)})];
  }
  const life = certificate.notAfter - certificate.notBefore;
  if (left < Math.min(criticalDays * dayMs, life * lateShare.critical)) {
    return [finding('WebCertificateEnds', 'critical', host, params, 'start')];
  }
  if (left < Math.min(config.thresholds.certificate_warning_days * dayMs, life * lateShare.warning)) {
    return [finding('WebCertificateEnds', 'warning', host, params, 'start')];
  }
  return [];
}

/** What shows only across controllers: a service that answers nowhere, builds that differ. */
function judgeTogether(hosts: readonly WebHost[]): readonly Finding[] {
  const seen = hosts.flatMap(({reading}) => (reading.kind === 'seen' ? [reading.value] : []));
  const blind = hosts.some(({reading}) => reading.kind === 'lost');
  if (seen.length === 0) return [];
  const names = Object.keys(seen[0]?.services ?? {});
  const nowhere = names.filter((name) => !seen.some((facts) => serves(facts.services[name])));
  const found = nowhere.map((name) => finding('WebServiceNowhere', blind ? 'warning' : 'critical', 'cluster', {name}));
  const versions = new Set(seen.flatMap(({services}) => Object.values(services).flatMap(({version}) => version ?? [])));
  if (versions.size > 1) {
    const list = [...versions].sort().join(', ');
    found.push(finding('WebVersionsDiffer', 'warning', 'cluster', {versions: list}, 'start'));
  }
  return found;
}

function wordOf({services, proxy}: WebFacts): Message {
  const all = Object.values(services);
  if (!isRunning(proxy.unit)) return word('web.proxy-down');
  return word('web.good', {good: all.filter(serves).length, all: all.length});
}

function factsOf({snapshot}: JudgeInput, {services, proxy, certificate}: WebFacts): CellFacts {
  const each = Object.entries(services).flatMap(([name, facts]): readonly (readonly [string, CellFacts[string]])[] => [
    [name, facts.http === null ? (facts.error ?? facts.unit.active) : (facts.status ?? String(facts.http))],
    [`${name}_ms`, facts.latencyMs],
  ]);
  const versions = new Set(Object.values(services).flatMap(({version}) => version ?? []));
  return {
    ...Object.fromEntries(each),
    nginx: proxy.unit.active,
    nginx_ms: proxy.latencyMs,
    version: versions.size === 0 ? null : [...versions].sort().join(', '),
    certificate_days: certificate === null ? null : Math.floor((certificate.notAfter - snapshot.at) / dayMs),
    certificate_issuer: certificate?.issuer ?? null,
    certificate_until: certificate === null ? null : dateOf(certificate.notAfter),
  };
}

function lineOf(hosts: readonly WebHost[]): Message {
  const seen = hosts.flatMap(({reading}) => (reading.kind === 'seen' ? [reading.value] : []));
  const all = seen.flatMap(({services}) => Object.values(services));
  const asked = hosts.filter(({reading}) => reading.kind !== 'none').length;
  return word('web.line', {good: all.filter(serves).length, all: all.length, seen: seen.length, asked});
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function finding(
  code: string,
  level: Finding['level'],
  where: Finding['where'],
  params: Finding['params'],
  remedy?: string,
): Finding {
  const base = {code, level, where, service: 'web', params} as const;
  return remedy === undefined ? base : {...base, remedy};
}
