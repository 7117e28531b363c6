// What the cluster is like, as JSON and for Prometheus: status, findings, history, metrics.

import type {FastifyReply} from 'fastify';
import {z} from 'zod';
import type {Language} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import type {Judgement} from '../../model/verdict.ts';
import {languageOf} from '../app/error-body.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {briefly} from '../brief-memory.ts';
import type {InternalSnapshot} from '../realtime/serve-internal.ts';
import {statusOf} from '../realtime/status-channel.ts';
import {askerOf} from '../session/gate.ts';
import {askHistory, historyQuery, historyQuestion} from './ask-history.ts';
import type {AskRealtime} from './ask-realtime.ts';
import {madeOnce} from './made-once.ts';
import {metrics} from './metric-table.ts';
import {metricsText} from './write-metrics.ts';

export function serveStatus(app: WebApp, context: WebContext, ask: AskRealtime): void {
  const {gate, settings, now} = context;
  // Everybody's page shows the same judgement: it is put into words once for each kind of reader.
  const once = madeOnce<Judgement, Buffer>();
  app.get('/status', {onRequest: gate.requireUser}, async (request, reply) => {
    const view = askerOf(request).claims.role === 'user' ? 'plain' : 'full';
    const {judgement} = await ask();
    return sendJson(
      reply,
      once(judgement, `status ${view}`, () => jsonBytes(statusOf(judgement, view))),
    );
  });
  const level = z.object({level: z.enum(['warning', 'critical', 'unknown', 'info']).optional()});
  app.get('/findings', {onRequest: gate.requireUser, schema: {querystring: level}}, async (request, reply) => {
    const asked = {
      level: request.query.level,
      language: languageOf(request),
      evidence: askerOf(request).claims.role !== 'user',
    };
    const {judgement} = await ask();
    return sendJson(
      reply,
      once(judgement, `findings ${JSON.stringify(asked)}`, () => jsonBytes(findingsOf(judgement, asked))),
    );
  });
  serveHistory(app, {gate, settings, now});
  servePrometheus(app, {gate, now}, ask);
}

function findingsOf(
  judgement: Judgement,
  asked: {readonly level: string | undefined; readonly language: Language; readonly evidence: boolean},
): object {
  const findings = judgement.findings
    .filter((finding) => asked.level === undefined || finding.level === asked.level)
    .map(({evidence, ...finding}) => ({
      ...finding,
      what: findingText(finding, asked.language),
      ...(asked.evidence && evidence !== undefined ? {evidence} : {}),
    }));
  return {at: new Date(judgement.at).toISOString(), verdict: judgement.level, findings};
}

/** Answers of Prometheus that are remembered: a chart of many series is some megabytes. */
const mostCharts = 16;
/** A third of what passes between two of its readings. */
const chartMs = 5_000;

function serveHistory(app: WebApp, {gate, settings, now}: Pick<WebContext, 'gate' | 'settings' | 'now'>): void {
  const remembered = briefly(chartMs, now, mostCharts);
  app.get('/history', {onRequest: gate.requireUser, schema: {querystring: historyQuery}}, async (request, reply) => {
    if (settings.prometheus === null) throw new WebRefusal('history-off');
    const {url} = settings.prometheus;
    const question = historyQuestion(request.query);
    const answer = await remembered(JSON.stringify(question), async () =>
      jsonBytes(await askHistory(question, {url, node: settings.node})),
    );
    return sendJson(reply, answer);
  });
  app.get('/history/metrics', {onRequest: gate.requireUser}, async () => ({
    kept: settings.prometheus !== null,
    metrics: metrics.map(({name, help, type, labels}) => ({name, help, type, labels})),
  }));
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function sendJson(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(bytes);
}

/** Prometheus of this controller asks without a token, from 127.0.0.1 and not through nginx; everybody else is an operator. */
function servePrometheus(app: WebApp, {gate, now}: Pick<WebContext, 'gate' | 'now'>, ask: AskRealtime): void {
  const asOperator = gate.requireRole('operator');
  const once = madeOnce<InternalSnapshot, ReturnType<typeof metricsText>>();
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
      const newest = await ask().catch(() => undefined);
      const {text, type} = await (newest === undefined
        ? metricsText(undefined, now())
        : once(newest, 'text', () => metricsText(newest, now())));
      return reply.header('content-type', type).send(Buffer.from(text));
    },
  );
}
