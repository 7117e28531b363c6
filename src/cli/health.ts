// The command `health`: the web services on every controller, each with status, latency and version; its exit code is the verdict.

import type {ClusterConfig} from '../config/schema.ts';
import {HpchaError} from '../model/error.ts';
import type {WebFacts, WebServiceFacts} from '../model/facts.ts';
import {exitCodeOf, type Level, rollUp} from '../model/level.ts';
import type {Language} from '../model/message.ts';
import {findingText} from '../model/messages.ts';
import {readingOf, type Snapshot} from '../model/snapshot.ts';
import type {Judgement} from '../model/verdict.ts';
import {type WebService, webServices} from '../model/web/services.ts';
import {lookTwice} from '../probes/look-twice.ts';
import {probesOf} from '../probes/registry.ts';
import type {StatusDeps} from './status.ts';

export type HealthOptions = {
  readonly output: 'table' | 'json';
  /** One of the eight alone. */
  readonly service?: string;
  readonly lang?: Language;
  /** Seconds; no probe takes longer. */
  readonly timeout?: number;
};

type Row = {
  readonly service: WebService;
  readonly host: string;
  readonly status: string;
  readonly latencyMs: number | null;
  readonly version: string | null;
};

/** Prints the health and resolves to 0 ok, 1 warning, 2 critical, 3 unknown. A service that was not heard is never ok. */
export async function runHealth(deps: StatusDeps, options: HealthOptions): Promise<0 | 1 | 2 | 3> {
  const wanted = chosen(options.service);
  const {config, transport, now} = deps;
  if (!config.nodes.controllers.some(({services}) => services.web)) return notEnabled(deps, options);
  const timeout = options.timeout === undefined ? {} : {timeoutMs: options.timeout * 1000};
  const {judgement, snapshot} = await lookTwice(probesOf('web'), {config, transport, now, ...timeout}, deps.signal);
  if (deps.signal.aborted) throw new HpchaError({code: 'cancelled', where: 'health', what: 'cancelled'});
  const rows = rowsOf(config, snapshot, wanted);
  const level = levelOf(judgement, wanted);
  deps.stdout(
    options.output === 'json'
      ? `${JSON.stringify(healthJson(judgement, snapshot, config, {rows, level}))}\n`
      : healthTable(judgement, config, wanted, rows, options.lang ?? 'en'),
  );
  return exitCodeOf(level);
}

/** Nobody wants them, so nothing is wrong; and nothing is called ok that is not there. */
function notEnabled({config, now, stdout}: StatusDeps, {output, lang}: HealthOptions): 0 {
  const {name: cluster} = config.cluster;
  const note = {code: 'WebNotEnabled', level: 'info', where: 'cluster', service: 'web', params: {}} as const;
  const at = new Date(now()).toISOString();
  const findings = [{...note, what: findingText(note, 'en')}];
  const json = {schema: 1, cluster, at, verdict: 'none', services: {}, certificates: {}, findings};
  stdout(output === 'json' ? `${JSON.stringify(json)}\n` : `${findingText(note, lang ?? 'en')}\n`);
  return 0;
}

function chosen(name: string | undefined): readonly WebService[] {
  if (name === undefined) return webServices;
  const found = webServices.filter((service) => service.name === name);
  if (found.length > 0) return found;
  throw new HpchaError({
    code: 'usage',
    where: 'health',
    what: `there is no web service ${name}`,
    hint: `one of ${webServices.map((service) => service.name).join(', ')}`,
  });
}

function rowsOf(config: ClusterConfig, snapshot: Snapshot, wanted: readonly WebService[]): readonly Row[] {
  return wanted.flatMap((service) =>
    config.nodes.controllers
      .filter(({services}) => services.web)
      .map(({hostname}) => {
        const reading = readingOf(snapshot, 'web', hostname);
        if (reading.kind === 'none') return {...empty(service, hostname), status: reading.why};
        if (reading.kind === 'lost') return {...empty(service, hostname), status: 'lost'};
        return rowOf(service, hostname, reading.value);
      }),
  );
}

function empty(service: WebService, host: string): Omit<Row, 'status'> {
  return {service, host, latencyMs: null, version: null};
}

function rowOf(service: WebService, host: string, facts: WebFacts): Row {
  const seen = facts.services[service.name];
  if (seen === undefined) return {...empty(service, host), status: 'not-deployed'};
  return {service, host, status: statusOf(seen), latencyMs: seen.latencyMs, version: seen.version};
}

function statusOf(facts: WebServiceFacts): string {
  if (facts.http === null) return facts.unit.active === 'active' ? 'silent' : facts.unit.active;
  return facts.status ?? `http ${facts.http}`;
}

/** Of the services asked about: a finding that names another one has no say here; one that names none has. */
function levelOf(judgement: Judgement, wanted: readonly WebService[]): Level {
  const names = new Set<string>(wanted.map(({name}) => name));
  const verdict = judgement.services.web;
  if (verdict.level === 'none') return 'unknown';
  const own = judgement.findings.filter(({service, params}) => {
    const {name} = params;
    return service === 'web' && (typeof name !== 'string' || names.has(name));
  });
  const unheard = Object.values(verdict.controllers).filter(({reading}) => reading === 'lost');
  return rollUp([...own.map(({level}) => level), ...unheard.map(({level}) => level)]);
}

function healthTable(
  judgement: Judgement,
  config: ClusterConfig,
  wanted: readonly WebService[],
  rows: readonly Row[],
  language: Language,
): string {
  const hosts = config.nodes.controllers.filter(({services}) => services.web).map(({hostname}) => hostname);
  const head = ['service', 'port', 'path', ...hosts];
  const lines = wanted.map((service) => [
    service.name,
    String(service.port),
    service.path === '' ? '/' : service.path,
    ...hosts.map((host) => cellOf(rows.find((row) => row.service === service && row.host === host))),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column]?.length ?? 0)));
  const pad = (line: readonly string[]) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  const findings = judgement.findings
    .filter(({service}) => service === 'web' || service === 'host')
    .map((finding) => `${finding.level}: ${findingText(finding, language)}`);
  return `${[head, ...lines]
    .map((line) => pad(line).trimEnd())
    .concat(findings.length === 0 ? [] : ['', ...findings])
    .join('\n')}\n`;
}

function cellOf(row: Row | undefined): string {
  if (row === undefined) return '-';
  return row.latencyMs === null ? row.status : `${row.status} ${row.latencyMs} ms`;
}

function healthJson(
  judgement: Judgement,
  snapshot: Snapshot,
  config: ClusterConfig,
  {rows, level}: {readonly rows: readonly Row[]; readonly level: Level},
): object {
  const certificates = config.nodes.controllers.flatMap(({hostname}) => {
    const reading = readingOf(snapshot, 'web', hostname);
    if (reading.kind !== 'seen' || reading.value.certificate === null) return [];
    const {issuer, notAfter, names} = reading.value.certificate;
    return [[hostname, {issuer, notAfter: new Date(notAfter).toISOString(), names}] as const];
  });
  return {
    schema: 1,
    cluster: judgement.cluster,
    at: new Date(judgement.at).toISOString(),
    verdict: level,
    services: Object.fromEntries(
      [...new Set(rows.map(({service}) => service))].map((service) => [
        service.name,
        {port: service.port, path: service.path === '' ? '/' : service.path, controllers: controllersOf(rows, service)},
      ]),
    ),
    certificates: Object.fromEntries(certificates),
    findings: judgement.findings
      .filter(({service}) => service === 'web' || service === 'host')
      .map((finding) => ({...finding, what: findingText(finding, 'en')})),
  };
}

function controllersOf(rows: readonly Row[], service: WebService): object {
  return Object.fromEntries(
    rows
      .filter((row) => row.service === service)
      .map(({host, status, latencyMs, version}) => [host, {status, latencyMs, version}]),
  );
}
