// What a web service may ask of the helper that acts as a Unix account, and the shape of its answers (docs/decisions/0018, Helpers).

import {z} from 'zod';
import {jobFilterSchema, jobIdSchema, submitOptionsSchema} from '../../jobs/job-requests.ts';

/** A path as a client writes it; what it may contain is the business of the path rules. */
const path = z.string().min(1).max(8192);
export const uploadIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const header = z.string().max(512).nullable();

const fileRequests = [
  z.strictObject({kind: z.literal('roots')}),
  z.strictObject({kind: z.literal('list'), path, offset: z.int().min(0), limit: z.int().min(1).max(1000)}),
  z.strictObject({kind: z.literal('stat'), path}),
  z.strictObject({kind: z.literal('read'), path, range: header, ifRange: header, ifNoneMatch: header}),
  z.strictObject({kind: z.literal('mkdir'), path}),
  z.strictObject({kind: z.literal('move'), path, to: path, overwrite: z.boolean()}),
  z.strictObject({kind: z.literal('delete'), path, recursive: z.boolean()}),
  z.strictObject({kind: z.literal('uploads')}),
  z.strictObject({
    kind: z.literal('upload-create'),
    id: uploadIdSchema,
    path,
    size: z.int().min(0),
    overwrite: z.boolean(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    /** When the file was changed at its origin, in its sender's own words; only ever compared. */
    modified: z
      .string()
      .regex(/^[\w.:+-]{1,32}$/)
      .nullable(),
  }),
  z.strictObject({kind: z.literal('upload-status'), id: uploadIdSchema}),
  z.strictObject({kind: z.literal('upload-append'), id: uploadIdSchema, offset: z.int().min(0)}),
  z.strictObject({kind: z.literal('upload-finish'), id: uploadIdSchema}),
  z.strictObject({kind: z.literal('upload-remove'), id: uploadIdSchema}),
] as const;

const jobRequests = [
  z.strictObject({kind: z.literal('submit'), options: submitOptionsSchema}),
  z.strictObject({kind: z.literal('jobs'), filter: jobFilterSchema}),
  z.strictObject({kind: z.literal('job'), id: jobIdSchema}),
  z.strictObject({kind: z.literal('cancel'), id: jobIdSchema}),
  z.strictObject({kind: z.literal('hold'), id: jobIdSchema}),
  z.strictObject({kind: z.literal('release'), id: jobIdSchema}),
  z.strictObject({
    kind: z.literal('tail'),
    id: jobIdSchema,
    stream: z.enum(['stdout', 'stderr']),
    bytes: z
      .int()
      .min(1)
      .max(1024 * 1024),
    /** Read from here instead of from the end: how a page follows an output. */
    from: z.int().min(0).nullable(),
  }),
  z.strictObject({kind: z.literal('stats')}),
  z.strictObject({kind: z.literal('partitions')}),
] as const;

export const asRequestSchema = z.discriminatedUnion('kind', [...fileRequests, ...jobRequests]);
export type AsRequest = z.output<typeof asRequestSchema>;
export type AsKind = AsRequest['kind'];
export type AsRequestOf<K extends AsKind> = Extract<AsRequest, {kind: K}>;

/** Kinds after whose line a body of frames follows. */
export const kindsWithBody: ReadonlySet<AsKind> = new Set<AsKind>(['submit', 'upload-append']);

export const asEnvelopeSchema = z.strictObject({token: z.string().max(4096), request: asRequestSchema});

/** A request line is never longer: scripts and files travel as bodies. */
export const longestRequestLine = 64 * 1024;
/** Nor an answer line: a listing of 1000 names of 255 bytes, or 1000 jobs. */
export const longestAnswerLine = 16 * 1024 * 1024;

export const asRefusalSchema = z.object({
  refusal: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const asAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ok: z.literal(true), value: z.unknown(), body: z.boolean()}),
  /** `ends`: the helper closes the connection. */
  asRefusalSchema.extend({ok: z.literal(false), ends: z.boolean()}),
]);
export type AsAnswer = z.output<typeof asAnswerSchema>;
