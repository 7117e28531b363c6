// What the web services, nginx and the certificate tell of one controller.

import type {UnitFacts} from './host.ts';

/** One web service on one controller: what systemd says of its unit, and what it says of itself at its port. */
export type WebServiceFacts = {
  readonly unit: UnitFacts;
  /** HTTP status of its `/healthz`; null: no answer, `error` says why. */
  readonly http: number | null;
  readonly latencyMs: number | null;
  readonly error: string | null;
  /** Its own word; null where it did not say one. */
  readonly status: 'ok' | 'degraded' | 'failed' | null;
  readonly version: string | null;
  /** Names of its checks that do not hold. */
  readonly failing: readonly string[];
};

/** A certificate as browsers see it; times in milliseconds since 1970. */
export type CertificateFacts = {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly names: string;
  /** Begin of its SHA-256, to tell certificates apart. */
  readonly fingerprint: string;
};

export type WebFacts = {
  /** By the service's name, in the order of the ports. */
  readonly services: Readonly<Record<string, WebServiceFacts>>;
  readonly proxy: {
    readonly unit: UnitFacts;
    readonly http: number | null;
    readonly latencyMs: number | null;
    readonly error: string | null;
  };
  /** null: there is none, or it cannot be read. */
  readonly certificate: CertificateFacts | null;
};
