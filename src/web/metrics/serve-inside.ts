// What operators look into: logs of the controllers, and the configuration without a single secret.

import {publicConfigText} from '../../config/public-config.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {secretValues} from '../../config/secret-values.ts';
import {logLook} from '../../probes/catalogue/streams.ts';
import {parseLogLine} from '../../probes/logs/parse-log-line.ts';
import type {HostReader} from '../../transport/host.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {askerOf} from '../session/gate.ts';
import {
  type AskPeerJournal,
  type Journal,
  journalOf,
  type LogQuery,
  logQuery,
  mergeJournals,
  mostLines,
  peerJournals,
} from './ask-logs.ts';

const logMs = 12_000;

export function serveInside(
  app: WebApp,
  context: WebContext,
  config: ClusterConfig,
  reader: HostReader,
  askPeer: AskPeerJournal = peerJournals(context.service.port, context.service.path),
): void {
  const {gate, settings} = context;
  app.get('/logs', {onRequest: gate.requireRole('operator'), schema: {querystring: logQuery}}, async (request) => {
    const {query} = request;
    const {host = settings.node, span} = query;
    const chosen = settings.controllers.filter(({hostname}) => host === 'all' || hostname === host);
    if (chosen.length === 0) throw new WebRefusal('log-elsewhere', {node: settings.node, host});
    const {token} = askerOf(request);
    const ask = (one: (typeof chosen)[number]): Promise<Journal> =>
      one.hostname === settings.node
        ? ownJournal(reader, settings.node, query)
        : askPeer(one, query, token, context.signal);
    const [only] = chosen;
    // Of one alone a failure is the answer; of several it is a part of it.
    if (only?.hostname === settings.node && chosen.length === 1) {
      return {host, span, ...(await ownJournal(reader, host, query)), hosts: [{host, why: null}]};
    }
    const parts = await Promise.all(chosen.map((one) => journalOf(one.hostname, () => ask(one))));
    return {host, span, ...mergeJournals(parts)};
  });
  app.get('/config', {onRequest: gate.requireRole('operator')}, async () => ({
    config: JSON.parse(publicConfigText(config)),
    // Whether they are set is not known here either: the file with them is not on any controller.
    secretsLeftOut: [...secretNames],
    given: [...secretValues(config).keys()],
  }));
}

async function ownJournal(reader: HostReader, node: string, query: LogQuery): Promise<Journal> {
  const {span, unit, priority, text} = query;
  const output = await reader.look(logLook(span, false), AbortSignal.timeout(logMs));
  const wanted = text?.toLowerCase();
  const lines = output.stdout.split('\n').flatMap((raw) => {
    const line = parseLogLine(raw, node)?.line;
    if (line === undefined) return [];
    if (unit !== undefined && line.unit !== unit) return [];
    if (priority !== undefined && line.priority > priority) return [];
    return wanted === undefined || line.text.toLowerCase().includes(wanted) ? [line] : [];
  });
  return {cut: output.truncated || lines.length > mostLines, lines: lines.slice(0, mostLines)};
}

const secretNames = [
  'database.password',
  'database.auth_password',
  'slurm.db_password',
  'redis.password',
  'web.session_secret',
  'web.jwt_secret',
  'web.grafana_password',
] as const;
