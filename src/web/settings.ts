// The settings file of the web services, /etc/hpcha/web/web.json: written by phase 6, read by every service; it holds no secret.

import {z} from 'zod';

export const webSettingsSchema = z.strictObject({
  cluster: z.string().min(1),
  /** This controller. */
  node: z.string().min(1),
  /** All controllers with web services, highest priority first. */
  controllers: z.array(z.strictObject({hostname: z.string(), address: z.string()})).min(1),
  /** Addresses on which a service listens: 127.0.0.1 and the controller's own. */
  listen: z.array(z.string()).min(1),
  vip: z.string(),
  /** Names and addresses under which browsers may ask; the first is the canonical one. Ports only where they are not 443. */
  origins: z.array(z.string().url()).min(1),
  /** Public key of the access tokens, base64url of the 32 bytes of Ed25519. */
  tokenKey: z.string().regex(/^[\w-]{43}$/),
  database: z.strictObject({host: z.string(), port: z.int(), name: z.string(), user: z.string()}),
  redis: z.strictObject({
    mode: z.enum(['sentinel', 'cluster']),
    masterName: z.string(),
    nodes: z.array(z.strictObject({host: z.string(), port: z.int()})).min(1),
  }),
  files: z.strictObject({
    /** The Gluster mount: nothing outside of it is served. */
    mount: z.string(),
    /** Roots of a user below the mount; `{user}` is the Unix account. The first one is made for a user who has none. */
    roots: z.array(z.string()).min(1),
    maxUploadBytes: z.int().positive(),
  }),
  slurm: z.strictObject({
    enabled: z.boolean(),
    /** Folder of sbatch, squeue and the others. */
    bin: z.string(),
  }),
  prometheus: z.strictObject({url: z.string().url()}).nullable(),
  oidc: z
    .strictObject({issuer: z.string().url(), clientId: z.string(), claim: z.string().default('preferred_username')})
    .nullable()
    .default(null),
});

export type WebSettings = z.output<typeof webSettingsSchema>;

export const settingsPath = '/etc/hpcha/web/web.json';
