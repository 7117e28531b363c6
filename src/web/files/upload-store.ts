// The data store behind the tus protocol: every question and every piece goes through the helper as the one who asks.

import type {Readable} from 'node:stream';
import {DataStore, Upload} from '@tus/server';
import {z} from 'zod';
import {WebRefusal} from '../app/web-refusal.ts';
import type {AsClient, OnBehalf} from '../helpers/as/as-client.ts';
import {uploadLifeMs} from './upload-life.ts';

export const uploadStateSchema = z.object({
  id: z.string(),
  path: z.string(),
  size: z.number(),
  offset: z.number(),
  createdAt: z.string(),
  /** Until then somebody has to go on with it. */
  expiresAt: z.string(),
  /** When the file was last changed where it comes from: another file of that name and size is told apart by it. */
  modified: z.string().nullable(),
  placed: z.boolean(),
});
export type UploadState = z.output<typeof uploadStateSchema>;

const offsetSchema = z.object({offset: z.number()});

/** Made for one request: it holds whose it is. */
export class UploadStore extends DataStore {
  readonly #client: AsClient;
  readonly #whose: OnBehalf;
  readonly #completes: boolean;

  /** `completes`: what is whole gets its name with the question, which is refused where that is refused. */
  constructor(client: AsClient, whose: OnBehalf, completes = false) {
    super();
    this.#client = client;
    this.#whose = whose;
    this.#completes = completes;
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const {path, overwrite, sha256, modified} = placeIn(upload.metadata ?? {});
    if (upload.size === undefined) throw new WebRefusal('input-invalid', {field: 'Upload-Length', why: 'missing'});
    const {id, size} = upload;
    const asked = {kind: 'upload-create', id, path, size, overwrite, sha256, modified} as const;
    return asUpload(await this.#client.ask(this.#whose, asked, uploadStateSchema));
  }

  override async getUpload(id: string): Promise<Upload> {
    const state = await this.#client.ask(this.#whose, {kind: 'upload-status', id}, uploadStateSchema);
    // Its controller went away between the last byte and the name: whoever hears "all of it is here" takes that for the end.
    if (this.#completes && !state.placed && state.offset === state.size) await this.finish(id);
    return asUpload(state);
  }

  /** Gives a whole upload its name; doing it again changes nothing. */
  async finish(id: string): Promise<void> {
    await this.#client.ask(this.#whose, {kind: 'upload-finish', id}, z.unknown());
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const asked = {kind: 'upload-append', id, offset} as const;
    return (await this.#client.send(this.#whose, asked, stream, offsetSchema)).offset;
  }

  override async remove(id: string): Promise<void> {
    await this.#client.ask(this.#whose, {kind: 'upload-remove', id}, z.unknown());
  }

  override getExpiration(): number {
    return uploadLifeMs;
  }
}

/** `creation_date` is what tus reckons the expiry from: here the last piece, not the first. */
function asUpload(state: UploadState): Upload {
  const upload = new Upload({id: state.id, size: state.size, offset: state.offset, metadata: {path: state.path}});
  upload.creation_date = new Date(Date.parse(state.expiresAt) - uploadLifeMs).toISOString();
  return upload;
}

const metadataSchema = z.object({
  path: z.string().min(1).max(8192),
  overwrite: z.enum(['true', 'false']).default('false'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  modified: z
    .string()
    .regex(/^[\w.:+-]{1,32}$/)
    .nullable()
    .default(null),
});

/** Upload-Metadata: `path`, and where they are wanted `overwrite` and `sha256` (of the whole file, checked before it gets its name) and `modified`. */
function placeIn(metadata: Readonly<Record<string, string | null>>): {
  path: string;
  overwrite: boolean;
  sha256: string | null;
  modified: string | null;
} {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) {
    const field = `Upload-Metadata ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`.trim();
    throw new WebRefusal('input-invalid', {field, why: parsed.error.issues[0]?.message ?? 'invalid'});
  }
  return {...parsed.data, overwrite: parsed.data.overwrite === 'true'};
}
