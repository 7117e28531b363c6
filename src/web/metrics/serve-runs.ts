// Runs on the pages: a journal is kept where its run was begun, so whichever controller has the address now asks that one.

import {z} from 'zod';
import {isHpchaError} from '../../model/error.ts';
import {auditTailLook} from '../../probes/catalogue/host.ts';
import {parseAuditLine} from '../../run/audit/audit-entry.ts';
import type {HostReader} from '../../transport/host.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {askAct} from '../helpers/act/ask-act.ts';
import {askerOf} from '../session/gate.ts';
import type {AskPeerRun} from './ask-run.ts';
import {peerRuns} from './ask-run.ts';

const params = z.object({id: z.string().regex(/^[0-9a-f]{4,16}$/)});
/** `here`: another controller asks; it asks all of them itself. */
const query = z.object({here: z.literal('1').optional()});

type RunsDeps = {readonly act?: typeof askAct; readonly askPeer?: AskPeerRun};

export function serveRuns(app: WebApp, context: WebContext, reader: HostReader, deps: RunsDeps = {}): void {
  const {act = askAct, askPeer = peerRuns(context.service.port, context.service.path)} = deps;
  const onRequest = context.gate.requireRole('operator');
  const peers = context.settings.controllers.filter(({hostname}) => hostname !== context.settings.node);
  app.get('/runs', {onRequest}, async (request) => {
    const {token} = askerOf(request);
    const [answer, audit] = await Promise.all([
      act({ask: 'runs', token}),
      reader.look(auditTailLook, AbortSignal.timeout(8_000)),
    ]);
    if (answer.kind !== 'runs') throw unexpected();
    return {runs: answer.runs, audit: auditEntries(audit.stdout)};
  });
  /** Here, else on whichever other controller knows it: after a move of the address the page goes on with the same run. */
  const seek = async (id: string, token: string, here: boolean, verb: 'show' | 'cancel'): Promise<unknown> => {
    try {
      const answer = await act({ask: verb, token, runId: id});
      return answer.kind === 'shown' ? answer.run : {runId: id};
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
    }
    if (here) throw new WebRefusal('run-unknown', {run: id});
    const asked = await Promise.all(peers.map((peer) => askPeer(peer, {id, verb, token}, context.signal)));
    const found = asked.find(({kind}) => kind === 'found');
    if (found?.kind === 'found') return found.value;
    const refused = asked.find(({kind}) => kind === 'refused');
    if (refused?.kind === 'refused') throw refused.error;
    const missing = peers.filter((_peer, index) => asked[index]?.kind === 'lost').map(({hostname}) => hostname);
    if (missing.length > 0) throw new WebRefusal('run-not-heard', {run: id, hosts: missing.join(', ')});
    throw new WebRefusal('run-unknown', {run: id});
  };
  app.get('/runs/:id', {onRequest, schema: {params, querystring: query}}, async (request) =>
    seek(request.params.id, askerOf(request).token, request.query.here === '1', 'show'),
  );
  app.post('/runs/:id/cancel', {onRequest, schema: {params, querystring: query}}, async (request, reply) => {
    const answer = await seek(request.params.id, askerOf(request).token, request.query.here === '1', 'cancel');
    return reply.status(202).send(answer);
  });
}

function auditEntries(text: string): readonly object[] {
  const entries = text.split('\n').flatMap((line) => {
    const entry = parseAuditLine(line);
    if (entry === null) return [];
    const {at, opId, operator, reason, action, title, danger, targets, result, counts, tookMs, stop} = entry;
    return [{at, runId: opId, operator, reason, action, title, danger, targets, result, counts, tookMs, stop}];
  });
  return entries.reverse();
}

/** As `findRun` says it. */
function isUnknown(thrown: unknown): boolean {
  return isHpchaError(thrown) && thrown.code === 'usage' && thrown.where === 'runs';
}

function unexpected(): Error {
  return new Error('the act helper answered another question');
}
