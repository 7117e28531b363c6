// What reading the services' answers promises: each answer to its own service, and nothing taken for health that is none.

import {expect, test} from 'vitest';
import {parseAnswers, parseCertificate, parseHealthWords} from '../../../src/probes/web/parse-web.ts';
import {makeAuthority} from '../../../src/run/certificate-authority.ts';

const at = (port: number) => `http://127.0.0.1:${port}/healthz`;
const word = (service: string, over: object = {}) =>
  JSON.stringify({service, status: 'ok', version: '1', node: 'server1', checks: {}, ...over});

test('answers that came side by side are told apart', () => {
  // curl writes as answers arrive: two bodies may stand behind each other before either of their ends.
  const text = `${word('jobs')}${word('auth', {status: 'degraded', checks: {redis: 'failed', 'a}"{': 'ok'}})}
hpcha ${at(5001)} 200 0.004 0

hpcha ${at(5000)} 200 0.002 0

hpcha ${at(5002)} 000 3.001 28
`;
  const answers = parseAnswers(text);
  expect(answers.get(at(5000))).toEqual({http: 200, latencyMs: 2, error: null});
  expect(answers.get(at(5002))).toEqual({http: null, latencyMs: 3001, error: 'no answer within 3 s'});
  const words = parseHealthWords(text);
  expect(words.get('auth')).toMatchObject({status: 'degraded', checks: {redis: 'failed'}});
  expect(words.get('jobs')?.status).toBe('ok');
});

test('half a body and a foreign page are nobody’s word', () => {
  expect(parseHealthWords('{"service":"auth","status":"ok"').size).toBe(0);
  expect(parseHealthWords('<html>{"ok":true}</html>').size).toBe(0);
  expect(parseAnswers('hpcha x').size).toBe(0);
});

test('a certificate tells its names and its end; damaged text is none', () => {
  const pem = makeAuthority(Date.UTC(2026, 0, 1));
  expect(parseCertificate(pem)).toMatchObject({notAfter: Date.UTC(2026, 0, 1) + 3650 * 24 * 3600 * 1000});
  expect(parseCertificate('-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----')).toBeNull();
  expect(parseCertificate('')).toBeNull();
});
