// What an access token says about the one who asks (docs/decisions/0018, Tokens).

import {z} from 'zod';
import {roles} from '../../model/web/roles.ts';

/** A Unix account's name as useradd(8) takes it; nothing else may ever reach a helper or an argv. */
export const unixNameSchema = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/);

export const claimsSchema = z.object({
  /** User id. */
  sub: z.string().regex(/^[1-9]\d{0,18}$/),
  name: z.string().min(1).max(64),
  /** The Unix account of the controllers that the user acts as; null: no jobs and no files. */
  unix: unixNameSchema.nullable(),
  role: z.enum(roles),
  /** Session id. */
  sid: z.string().regex(/^[\w-]{22,64}$/),
  jti: z.string().min(8).max(64),
  /** How often everything that the user held was revoked: a token with a lower number than Redis knows is over. */
  epoch: z.int().nonnegative(),
  /** The password must be changed first: such a token opens nothing but `password`, `me` and `logout` of Auth. */
  change: z.boolean().default(false),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
});

export type Claims = z.output<typeof claimsSchema>;
