// Submitting a job: a script in JSON, or a script file that is uploaded as a form.

import type {FastifyRequest} from 'fastify';
import {z} from 'zod';
import type {WebApp, WebContext} from '../app/web-app.ts';
import {WebRefusal} from '../app/web-refusal.ts';
import type {AskAs} from '../helpers/as/ask-as.ts';
import {longestScriptBytes, type SubmitOptions, submitOptionsSchema} from './job-requests.ts';

const bodySchema = z.object({
  script: z.string().min(1).max(longestScriptBytes),
  options: submitOptionsSchema.default({}),
});

const idSchema = z.object({id: z.string()});

type Submission = {readonly script: Buffer; readonly options: SubmitOptions};

export function addSubmitRoute(app: WebApp, context: WebContext, ask: AskAs): void {
  app.post(
    '/',
    {
      onRequest: context.gate.requireUnixAccount,
      schema: {
        summary: 'Submit a job',
        description:
          'JSON {script, options}, or multipart/form-data with a file `script` and, before it, a field `options` that holds the same options as JSON.',
        tags: ['jobs'],
        // A form is read by the route itself, and then there is no body here.
        body: bodySchema.nullish(),
        response: {201: idSchema},
      },
    },
    async (request, reply) => {
      const {script, options} = request.isMultipart() ? await fromForm(request) : fromJson(request.body);
      const sent = async function* (): AsyncGenerator<Buffer> {
        yield script;
      };
      const {id} = await ask.client.send(ask.change(request), {kind: 'submit', options}, sent(), idSchema);
      return reply.status(201).header('location', `${context.service.path}/${id}`).send({id});
    },
  );
}

function fromJson(body: unknown): Submission {
  const {script, options} = parsed(bodySchema, body);
  return {script: Buffer.from(script), options};
}

async function fromForm(request: FastifyRequest): Promise<Submission> {
  let script: Buffer | undefined;
  let options: SubmitOptions = {};
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'script') script = await part.toBuffer();
    else if (part.type === 'file') part.file.resume();
    else if (part.fieldname === 'options') options = parsed(submitOptionsSchema, parseJson(part.value));
  }
  if (script === undefined) throw new WebRefusal('input-invalid', {field: 'script', why: 'missing'});
  return {script, options};
}

function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch (cause) {
    throw new WebRefusal('request-malformed', {why: 'options'}, {cause});
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first] = result.error.issues;
  const field = first?.path.map(String).join('.') || 'request';
  throw new WebRefusal('input-invalid', {field, why: first?.message ?? 'invalid'});
}
