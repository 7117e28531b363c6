// What operators do from the pages: the same actions, plans and confirmations as at the terminal, carried out by the act helper.

import {z} from 'zod';
import {offerOf, offers} from '../../actions/offers.ts';
import type {Finding} from '../../model/finding.ts';
import type {Language} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import {languageOf} from '../app/error-body.ts';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import {askAct} from '../helpers/act/ask-act.ts';
import {askerOf} from '../session/gate.ts';

const inputSchema = z.record(z.string().max(64), z.union([z.string().max(1000), z.number(), z.boolean()]));
const planBody = z.strictObject({input: inputSchema.default({})});
const runBody = z.strictObject({
  input: inputSchema.default({}),
  planHash: z.string().min(1).max(64),
  confirm: z.string().max(200).optional(),
  reason: z.string().max(500).optional(),
});
const actionParams = z.object({id: z.string().regex(/^[a-z-]{1,40}$/)});

export function serveActions(app: WebApp, {gate}: WebContext): void {
  const onRequest = gate.requireRole('operator');
  app.get('/actions', {onRequest}, async () => ({actions: offers}));
  app.post('/actions/:id/plan', {onRequest, schema: {params: actionParams, body: planBody}}, async (request) => {
    const {token} = askerOf(request);
    const answer = await askAct({ask: 'plan', token, action: known(request.params.id), input: request.body.input});
    if (answer.kind !== 'planned') throw unexpected();
    const language = languageOf(request);
    const planned = answer.answer;
    if (planned.kind === 'refusal') return {...planned, findings: worded(planned.findings, language)};
    return {...planned, plan: {...planned.plan, notes: worded(planned.plan.notes, language)}};
  });
  app.post('/actions/:id/run', {onRequest, schema: {params: actionParams, body: runBody}}, async (request, reply) => {
    const {token} = askerOf(request);
    const {input, planHash, confirm, reason} = request.body;
    const answer = await askAct({
      ask: 'run',
      token,
      action: known(request.params.id),
      input,
      planHash,
      ...(confirm === undefined ? {} : {confirm}),
      ...(reason === undefined ? {} : {reason}),
    });
    if (answer.kind !== 'started') throw unexpected();
    return reply.status(202).send({runId: answer.runId});
  });
}

function known(id: string): string {
  if (offerOf(id) === undefined) throw new WebRefusal('not-found');
  return id;
}

/** A page shows them as they are; the codes stay beside the words. */
function worded(findings: readonly Finding[], language: Language): readonly (Finding & {readonly what: string})[] {
  return findings.map((finding) => ({...finding, what: findingText(finding, language)}));
}

function unexpected(): Error {
  return new Error('the act helper answered another question');
}
