// What may be asked of a controller about its web services: their units, their own word at their ports, nginx, the certificate.

import type {Argv} from '../../model/argv.ts';
import type {Look} from '../../model/look.ts';
import {type WebServiceName, webServices} from '../../model/web/services.ts';
import {unitShowLook} from '../unit-show.ts';
import {defineLook} from './look.ts';

export const proxyUnit = 'nginx.service';

export function webUnit(name: WebServiceName): string {
  return `hpcha-web@${name}.service`;
}

export const webUnits: readonly [string, ...string[]] = [proxyUnit, ...webServices.map(({name}) => webUnit(name))];

export const webUnitsLook: Look = unitShowLook('web-units', webUnits);

/** Ends each answer: address, HTTP status (000: none), seconds, curl's own exit code. */
const written = '\\nhpcha %{url_effective} %{http_code} %{time_total} %{exitcode}\\n';
/** What curl ends with where a service refuses, hangs or is cut off: an answer about that service, not a failure of the look. */
const curlAnswers = [0, 6, 7, 16, 18, 22, 28, 35, 52, 55, 56, 60, 92];

/** One command for all services, side by side: one that hangs takes its own three seconds and no other's. */
export function webHealthArgv(ports: readonly number[]): Argv {
  const addresses = ports.map((port) => `http://127.0.0.1:${port}/healthz`);
  return ['curl', '--silent', '--parallel', '--max-time', '3', '--write-out', written, ...addresses];
}

/** Through nginx, which takes eight at once from one address; whose certificate it shows is another question. */
export function webSiteArgv(addresses: readonly string[]): Argv {
  return ['curl', '--silent', '--insecure', '--parallel', '--max-time', '3', '--write-out', written, ...addresses];
}

/** nginx itself, through TLS; the authority's certificate needs none of the services. */
export const webFrontArgv: Argv = [
  ...(['curl', '--silent', '--insecure', '--max-time', '3', '--output', '/dev/null', '--write-out', written] as const),
  'https://127.0.0.1/hpcha-ca.crt',
];

export const webHealthLook: Look = defineLook('web-health', webHealthArgv(webServices.map(({port}) => port)), {
  answers: curlAnswers,
});

export const webFrontLook: Look = defineLook('web-front', webFrontArgv, {answers: curlAnswers});

/** The certificate is public; its key is not asked for. Exit 1: there is none. */
export const webCertificateLook: Look = defineLook('web-certificate', ['cat', '/etc/hpcha/web/tls/server.crt'], {
  answers: [0, 1],
});

export const webLooks: readonly Look[] = [webUnitsLook, webHealthLook, webFrontLook, webCertificateLook];
