// Routes write their schemas in zod: checked at the door, typed in the route, and shown in the OpenAPI document.

import type {FastifySchema, FastifySchemaCompiler, FastifyTypeProvider} from 'fastify';
import {z} from 'zod';
import {WebRefusal} from './web-refusal.ts';

/** Types of body, query, params and headers come from the zod schema of the route. */
export interface ZodTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: unknown;
}

/** Refuses what does not fit with `input-invalid`, naming the first field that is wrong. */
export const compileZod: FastifySchemaCompiler<unknown> = ({schema}) => {
  if (!(schema instanceof z.ZodType)) throw new Error('schemas of routes are written in zod');
  return (data) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return {value: parsed.data};
    const [first] = parsed.error.issues;
    const field = first?.path.map(String).join('.') || 'request';
    return {error: new WebRefusal('input-invalid', {field, why: first?.message ?? 'invalid'})};
  };
};

const parts = ['body', 'querystring', 'params', 'headers'] as const;

/** The route's schema as JSON Schema, for the OpenAPI document. */
export function documentedSchema(schema: FastifySchema | undefined): FastifySchema {
  if (schema === undefined) return {};
  const documented: FastifySchema = {...schema};
  for (const part of parts) {
    const one = schema[part];
    if (one instanceof z.ZodType) documented[part] = jsonSchemaOf(one);
  }
  const {response} = schema;
  if (typeof response !== 'object' || response === null) return documented;
  documented.response = Object.fromEntries(
    Object.entries(response).map(([status, one]) => [status, one instanceof z.ZodType ? jsonSchemaOf(one) : one]),
  );
  return documented;
}

function jsonSchemaOf(schema: z.ZodType): object {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {unrepresentable: 'any', io: 'input', target: 'draft-7'});
  return rest;
}
