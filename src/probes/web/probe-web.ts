// Asks one controller about its web services: what systemd, the services themselves, nginx and the certificate say.

import {HpchaError} from '../../model/error.ts';
import type {UnitFacts, WebFacts, WebServiceFacts} from '../../model/facts.ts';
import {type WebService, webServices} from '../../model/web/services.ts';
import type {LookResult} from '../../transport/host.ts';
import {
  proxyUnit,
  webCertificateLook,
  webFrontLook,
  webHealthLook,
  webUnit,
  webUnits,
  webUnitsLook,
} from '../catalogue/web.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseUnitShow} from '../unit-show.ts';
import {parseAnswers, parseCertificate, parseHealthWords} from './parse-web.ts';

export const webProbe: PerHostProbeDefinition<'web'> = {
  per: 'host',
  id: 'web',
  service: 'web',
  intervalMs: 5000,
  timeoutMs: 6000,
  async read(reader, _context, signal) {
    const looks = [webUnitsLook, webHealthLook, webFrontLook, webCertificateLook];
    const [units, health, front, certificate] = await reader.lookAll(looks, signal);
    const where = reader.host;
    const states = parseUnitShow(textOf(units, where), webUnits, where);
    const unitOf = (name: string): UnitFacts => states.get(name) ?? missingUnit(name, where);
    const services = webServices.map(({name}) => unitOf(webUnit(name)));
    if (services.every(({active}) => active === 'not-found')) return 'not-deployed';
    const said = textOf(health, where);
    return {
      services: Object.fromEntries(
        webServices.map((service) => [service.name, serviceFacts(service, unitOf(webUnit(service.name)), said)]),
      ),
      proxy: {unit: unitOf(proxyUnit), ...frontFacts(textOf(front, where))},
      certificate: parseCertificate(textOf(certificate, where)),
    } satisfies WebFacts;
  },
};

function serviceFacts({name, port}: WebService, unit: UnitFacts, said: string): WebServiceFacts {
  const answer = parseAnswers(said).get(`http://127.0.0.1:${port}/healthz`);
  const own = parseHealthWords(said).get(name);
  const failing = Object.entries(own?.checks ?? {}).flatMap(([check, word]) => (word === 'ok' ? [] : [check]));
  return {
    unit,
    http: answer?.http ?? null,
    latencyMs: answer?.http == null ? null : answer.latencyMs,
    error: answer === undefined ? 'it was not asked' : answer.error,
    status: own?.status ?? null,
    version: own?.version ?? null,
    failing,
  };
}

function frontFacts(said: string): Omit<WebFacts['proxy'], 'unit'> {
  const [answer] = parseAnswers(said).values();
  return {
    http: answer?.http ?? null,
    latencyMs: answer?.http == null ? null : answer.latencyMs,
    error: answer === undefined ? 'it was not asked' : answer.error,
  };
}

function textOf(result: LookResult | undefined, where: string): string {
  if (result === undefined) throw new HpchaError({code: 'bug', where, what: 'a look was not answered'});
  if (result.kind === 'error') throw result.error;
  return result.output.stdout;
}

function missingUnit(name: string, where: string): never {
  throw new HpchaError({code: 'parse', where, what: `systemctl left out ${name}`});
}
