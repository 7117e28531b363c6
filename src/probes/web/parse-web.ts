// Reads what curl brought of the web services, and what a certificate says of itself.

import {X509Certificate} from 'node:crypto';
import {z} from 'zod';
import type {CertificateFacts} from '../../model/facts.ts';

export type Answer = {
  /** HTTP status; null: there was no answer. */
  readonly http: number | null;
  readonly latencyMs: number;
  /** curl's exit code where it is not 0, in words. */
  readonly error: string | null;
};

/** Answers by address, as `written` of the catalogue ends each of them. */
export function parseAnswers(text: string): ReadonlyMap<string, Answer> {
  const found = new Map<string, Answer>();
  for (const [, address = '', status = '', seconds = '', code = ''] of text.matchAll(
    /^hpcha (\S+) (\d{3}) ([\d.]+) (\d+)$/gm,
  )) {
    const http = Number(status) === 0 ? null : Number(status);
    found.set(address, {http, latencyMs: Math.round(Number(seconds) * 1000), error: curlError(Number(code))});
  }
  return found;
}

function curlError(code: number): string | null {
  const known: Readonly<Record<number, string>> = {
    0: '',
    7: 'nothing listens there',
    28: 'no answer within 3 s',
    52: 'it closed the connection without an answer',
    56: 'it closed the connection',
  };
  const said = known[code] ?? `curl ended with ${code}`;
  return said === '' ? null : said;
}

const healthSchema = z.object({
  service: z.string(),
  status: z.enum(['ok', 'degraded', 'failed']),
  version: z.string(),
  node: z.string(),
  checks: z.record(z.string(), z.string()).default({}),
});

export type HealthWord = z.output<typeof healthSchema>;

/** What the services said of themselves, by name. Bodies may stand one behind the other: curl asks side by side. */
export function parseHealthWords(text: string): ReadonlyMap<string, HealthWord> {
  const found = new Map<string, HealthWord>();
  for (const candidate of objectsIn(text)) {
    const word = healthSchema.safeParse(readJson(candidate));
    if (word.success) found.set(word.data.service, word.data);
  }
  return found;
}

/** Texts from a `{` to its own `}`; braces within strings do not count. */
function objectsIn(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"' && depth > 0) quoted = true;
    else if (char === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (char === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(from, at + 1));
    }
  }
  return found;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not a word of a service: it then has none, which is judged.
    return null;
  }
}

/** The first certificate of a PEM text; a text that is none gives null. */
export function parseCertificate(pem: string): CertificateFacts | null {
  const [block] = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (block === undefined) return null;
  try {
    const certificate = new X509Certificate(block);
    return {
      subject: commonName(certificate.subject),
      issuer: commonName(certificate.issuer),
      notBefore: Date.parse(certificate.validFrom),
      notAfter: Date.parse(certificate.validTo),
      names: certificate.subjectAltName ?? '',
      fingerprint: certificate.fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase(),
    };
  } catch {
    // A damaged file shows itself as no certificate, which is a finding.
    return null;
  }
}

function commonName(name: string): string {
  return /^CN=(.*)$/m.exec(name)?.[1] ?? name.replaceAll('\n', ', ');
}
