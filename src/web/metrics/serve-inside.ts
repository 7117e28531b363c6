// What operators look into: logs of this controller, and the configuration without a single secret.

import {z} from 'zod';
import {publicConfigText} from '../../config/public-config.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {secretValues} from '../../config/secret-values.ts';
import {logLook} from '../../probes/catalogue/streams.ts';
import {parseLogLine} from '../../probes/logs/parse-log-line.ts';
import type {HostReader} from '../../transport/host.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';

const mostLines = 2_000;
const logMs = 12_000;

const logQuery = z.object({
  host: z.string().max(64).optional(),
  span: z.enum(['recent', '10min', '1h', '6h', '1d']).default('recent'),
  unit: z
    .string()
    .regex(/^[\w@.-]{1,80}$/)
    .optional(),
  /** Syslog severity: this one and worse. */
  priority: z.coerce.number().int().min(0).max(7).optional(),
  text: z.string().max(200).optional(),
});

export function serveInside(
  app: WebApp,
  {gate, settings}: WebContext,
  config: ClusterConfig,
  reader: HostReader,
): void {
  app.get('/logs', {onRequest: gate.requireRole('operator'), schema: {querystring: logQuery}}, async (request) => {
    const {host, span, unit, priority, text} = request.query;
    if (host !== undefined && host !== settings.node)
      throw new WebRefusal('log-elsewhere', {node: settings.node, host});
    const output = await reader.look(logLook(span, false), AbortSignal.timeout(logMs));
    const wanted = text?.toLowerCase();
    const lines = output.stdout.split('\n').flatMap((raw) => {
      const line = parseLogLine(raw, settings.node)?.line;
      if (line === undefined) return [];
      if (unit !== undefined && line.unit !== unit) return [];
      if (priority !== undefined && line.priority > priority) return [];
      return wanted === undefined || line.text.toLowerCase().includes(wanted) ? [line] : [];
    });
    return {
      host: settings.node,
      span,
      cut: output.truncated || lines.length > mostLines,
      lines: lines.slice(0, mostLines),
    };
  });
  app.get('/config', {onRequest: gate.requireRole('operator')}, async () => ({
    config: JSON.parse(publicConfigText(config)),
    // Whether they are set is not known here either: the file with them is not on any controller.
    secretsLeftOut: [...secretNames],
    given: [...secretValues(config).keys()],
  }));
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
