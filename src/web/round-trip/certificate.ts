// Looks at the certificate that the site shows: whose it is, from when until when, for which names, and who vouches for it.

import {once} from 'node:events';
import {checkServerIdentity, connect, type PeerCertificate} from 'node:tls';
import {HpchaError} from '../../model/error.ts';
import {type Site, siteError, tlsOptionsOf} from './site-client.ts';

const dayMs = 24 * 3600 * 1000;
const handshakeMs = 10_000;
/** What OpenSSL calls a chain that ends in nobody known: with a company's authority that is how it has to look from here. */
const unknownAuthority = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

export type CertificateWord = {
  readonly saw: string;
  /** What could not be told from here; null: nothing. */
  readonly unchecked: string | null;
};

/** Rejects with HpchaError `command` where a browser would refuse it, `unreachable` or `timeout` where there is none. */
export async function lookAtCertificate(site: Site, now: number, signal: AbortSignal): Promise<CertificateWord> {
  const {certificate, protocol, chainFault} = await handshake(site, signal);
  const {hostname} = new URL(site.origin);
  const [from, until] = [Date.parse(certificate.valid_from), Date.parse(certificate.valid_to)];
  const shown = `${protocol}, for ${hostname}, until ${certificate.valid_to}`;
  if (Number.isNaN(from) || Number.isNaN(until)) throw wrong(site, 'its dates cannot be read');
  if (until <= now) throw wrong(site, `it ended on ${certificate.valid_to}`);
  if (from > now) throw wrong(site, `it begins only on ${certificate.valid_from}`);
  const misnamed = checkServerIdentity(hostname, certificate);
  if (misnamed !== undefined) throw wrong(site, misnamed.message);
  const saw = `${shown} (${Math.floor((until - now) / dayMs)} days)`;
  if (chainFault === null) return {saw, unchecked: null};
  if (unknownAuthority.has(chainFault)) return {saw, unchecked: 'its authority is not known on this controller'};
  throw wrong(site, `it does not hold: ${chainFault}`);
}

type Handshake = {
  readonly certificate: PeerCertificate;
  readonly protocol: string;
  readonly chainFault: string | null;
};

async function handshake(site: Site, signal: AbortSignal): Promise<Handshake> {
  const socket = connect(tlsOptionsOf(site));
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(handshakeMs)]);
  try {
    await once(socket, 'secureConnect', {signal: timeout});
    // Typed as Error, but it is OpenSSL's word for it (tls.TLSSocket, authorizationError).
    const fault: unknown = socket.authorizationError;
    const chainFault =
      fault == null ? null : fault instanceof Error ? (errorCode(fault) ?? fault.message) : String(fault);
    return {certificate: socket.getPeerCertificate(), protocol: socket.getProtocol() ?? 'TLS', chainFault};
  } catch (thrown) {
    throw siteError(thrown, `TLS at ${site.address}:${site.port}`, timeout);
  } finally {
    socket.destroy();
  }
}

function errorCode(error: Error): string | null {
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : null;
}

function wrong({address}: Site, what: string): HpchaError {
  return new HpchaError({code: 'command', where: `certificate at ${address}`, what});
}
