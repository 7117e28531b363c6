// The `web` section of the configuration: names, TLS, files, history and login of the web services.

import {z} from 'zod';
import {Secret} from '../model/secret.ts';

const secret = z
  .string()
  .min(1, 'a non-empty password or ${VARIABLE}')
  .transform((value) => new Secret(value));
const absolutePath = z.string().regex(/^\/[A-Za-z0-9_./-]*$/, 'an absolute path of letters, digits, _ . - and /');
/** Ends up in nginx' and openssl's configuration: nothing that needs quoting in either. */
const domainName = z
  .string()
  .regex(/^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/, {
    message: 'a domain name such as hpc.example.org',
  });
const httpsUrl = z.url({protocol: /^https$/, message: 'an https:// address'});

const acmeSchema = z.strictObject({
  email: z.email().optional().describe('Where the certificate authority writes to when a certificate is about to end.'),
  directory: httpsUrl.default('https://acme-v02.api.letsencrypt.org/directory'),
  ca_file: absolutePath
    .optional()
    .describe(
      "On the controllers: certificates that the authority's own address is checked with, for one of your own.",
    ),
});

const tlsSchema = z.strictObject({
  mode: z.enum(['self-signed', 'files', 'acme']).default('self-signed'),
  cert_file: absolutePath.optional().describe('files: the chain in PEM, at this path on every controller.'),
  key_file: absolutePath.optional().describe('files: its private key, at this path on every controller.'),
  acme: acmeSchema.prefault({}),
});

export const webSchema = z.strictObject({
  domain: domainName.optional().describe('The name that browsers use; it should resolve to the VIP.'),
  session_secret: secret.optional(),
  jwt_secret: secret.optional().describe('Default: environment.JWT_SECRET_KEY, else one is made.'),
  grafana_password: secret.optional().describe('Default: environment.GRAFANA_PASSWORD.'),
  tls: tlsSchema.prefault({}),
  hsts: z.int().min(0).default(31_536_000).describe('Seconds of Strict-Transport-Security; 0: the header is not sent.'),
  rate_limits: z
    .strictObject({
      general: z.int().min(1).max(10_000).default(10),
      auth: z.int().min(1).max(10_000).default(5),
      api: z.int().min(1).max(10_000).default(20),
    })
    .prefault({})
    .describe('Requests a second that one address may send; bursts beside.'),
  files: z
    .strictObject({
      roots: z
        .array(z.string().regex(/^[A-Za-z0-9_{][A-Za-z0-9_./{}-]*$/, 'a path below the mount, without a leading /'))
        .min(1)
        .default(['home/{user}'])
        .describe('What a user sees below the Gluster mount; {user} is the Unix account.'),
      max_upload_gb: z.number().positive().max(10_000).default(50),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      prometheus: z.boolean().default(true).describe('A Prometheus on each controller that keeps the history.'),
      retention_days: z.int().min(1).max(3650).default(30),
      retention_gb: z.int().min(1).max(10_000).default(10),
    })
    .prefault({}),
  oidc: z
    .strictObject({
      issuer: httpsUrl,
      client_id: z.string().min(1),
      client_secret: secret.optional(),
      claim: z.string().min(1).default('preferred_username').describe('Claim that names the user.'),
    })
    .optional(),
});
