// What the cluster is like, as JSON and for Prometheus: status, findings, history, metrics.

import {z} from 'zod';
import {findingText} from '../../model/messages.ts';
import {languageOf} from '../app/error-body.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {statusOf} from '../realtime/status-channel.ts';
import {askerOf} from '../session/gate.ts';
import {askHistory, historyQuery} from './ask-history.ts';
import type {AskRealtime} from './ask-realtime.ts';
import {metrics} from './metric-table.ts';
import {metricsText} from './write-metrics.ts';

export function serveStatus(app: WebApp, {gate, settings, now}: WebContext, ask: AskRealtime): void {
  app.get('/status', {onRequest: gate.requireUser}, async (request) => {
    const {claims} = askerOf(request);
    const {judgement} = await ask();
    return statusOf(judgement, claims.role === 'user' ? 'plain' : 'full');
  });
  const level = z.object({level: z.enum(['warning', 'critical', 'unknown', 'info']).optional()});
  app.get('/findings', {onRequest: gate.requireUser, schema: {querystring: level}}, async (request) => {
    const {claims} = askerOf(request);
    const {judgement} = await ask();
    const language = languageOf(request);
    const findings = judgement.findings
      .filter((finding) => request.query.level === undefined || finding.level === request.query.level)
      .map(({evidence, ...finding}) => ({
        ...finding,
        what: findingText(finding, language),
        ...(claims.role === 'user' || evidence === undefined ? {} : {evidence}),
      }));
    return {at: new Date(judgement.at).toISOString(), verdict: judgement.level, findings};
  });
  app.get('/history', {onRequest: gate.requireUser, schema: {querystring: historyQuery}}, async (request) => {
    if (settings.prometheus === null) throw new WebRefusal('history-off');
    return askHistory(request.query, {url: settings.prometheus.url, node: settings.node});
  });
  app.get('/history/metrics', {onRequest: gate.requireUser}, async () => ({
    kept: settings.prometheus !== null,
    metrics: metrics.map(({name, help, type, labels}) => ({name, help, type, labels})),
  }));
  servePrometheus(app, {gate, now}, ask);
}

/** Prometheus of this controller asks without a token, from 127.0.0.1 and not through nginx; everybody else is an operator. */
function servePrometheus(app: WebApp, {gate, now}: Pick<WebContext, 'gate' | 'now'>, ask: AskRealtime): void {
  const asOperator = gate.requireRole('operator');
  app.get(
    '/metrics',
    {
      config: {rateLimit: false},
      onRequest: async (request) => {
        const from = request.socket.remoteAddress ?? '';
        const isOwn = (from === '127.0.0.1' || from === '::1') && request.headers['x-forwarded-for'] === undefined;
        if (!isOwn) await asOperator(request);
      },
    },
    async (_request, reply) => {
      // A realtime that is away is a figure too: hpcha_up 0.
      const {text, type} = await metricsText(await ask().catch(() => undefined), now());
      return reply.header('content-type', type).send(Buffer.from(text));
    },
  );
}
