// The check of the site through nginx: what it takes for an answer, and that silence proves nothing.

import {describe, expect, it} from 'vitest';
import type {Check} from '../../../src/model/check.ts';
import {checks} from '../../../src/probes/checks.ts';
import type {CheckContext} from '../../../src/transport/check-registry.ts';
import type {HostInspector} from '../../../src/transport/host.ts';

const services = ['auth:/api/auth', 'dashboard:'];
const urls = ['https://10.0.0.100/api/auth/healthz', 'https://10.0.0.100/healthz'] as const;

function word(service: string, status = 'ok'): string {
  return JSON.stringify({service, status, version: '1', node: 'server2', checks: {database: 'ok'}});
}

/** What curl prints for one address: the body, then its own line. */
function answer(url: string, http: string, body = '', exit = 0): string {
  return `${body}\nhpcha ${url} ${http} 0.012 ${exit}\n`;
}

type Said = {readonly stdout: string; readonly exitCode?: number};

async function asked(name: string, args: Check['args'], said: Said) {
  const lines: string[] = [];
  const inspector: Partial<HostInspector> = {
    host: 'server1',
    inspect: async (argv) => {
      lines.push(argv.join(' '));
      return {exitCode: 0, stderr: '', tookMs: 1, truncated: false, ...said};
    },
  };
  const context: CheckContext = {
    host: 'server1',
    inspector: () => inspector as HostInspector,
    reader: () => {
      throw new Error('not used');
    },
  };
  const check = checks.get(name);
  if (check === undefined) throw new Error(`no check ${name}`);
  const result = await check(context, args, new AbortController().signal);
  return {argv: lines.join(), result};
}

function ask(stdout: string) {
  return asked('web-site-answers', {address: '10.0.0.100', services}, {stdout});
}

describe('web-site-answers', () => {
  it('asks each service below its own path, through TLS', async () => {
    const {argv, result} = await ask(answer(urls[0], '200', word('auth')) + answer(urls[1], '200', word('dashboard')));
    expect(argv.endsWith(urls.join(' '))).toBe(true);
    expect(result).toEqual({holds: 'yes', saw: '2 answer at 10.0.0.100'});
  });

  it('holds with a service that limps, and names it', async () => {
    const {result} = await ask(
      answer(urls[0], '200', word('auth', 'degraded')) + answer(urls[1], '200', word('dashboard')),
    );
    expect(result).toEqual({holds: 'yes', saw: '2 answer at 10.0.0.100, auth degraded'});
  });

  it.each([
    ['a service that fails', answer(urls[0], '503', word('auth', 'failed')), 'auth: 503'],
    ['a page where an API should be', answer(urls[0], '200', '<!doctype html>'), 'auth: something else answers'],
    ['nobody there', answer(urls[0], '000', '', 7), 'auth: nothing listens there'],
    ['an answer that is missing', '', 'auth: no answer'],
  ])('does not hold with %s', async (_name, first, says) => {
    const {result} = await ask(first + answer(urls[1], '200', word('dashboard')));
    expect(result.holds).toBe('no');
    expect(result.saw).toContain(says);
  });

  it('does not hold where curl said nothing at all', async () => {
    expect((await ask('')).result).toEqual({holds: 'no', saw: 'auth: no answer; dashboard: no answer'});
  });
});

describe('web-password-pending', () => {
  const args = {program: '/usr/local/lib/hpcha/hpcha-tui', user: 'kim'};

  it('asks the program itself, by name alone', async () => {
    const {argv, result} = await asked('web-password-pending', args, {stdout: 'kim has to change the password\n'});
    expect(argv).toBe('/usr/local/lib/hpcha/hpcha-tui administrator pending kim');
    expect(result).toEqual({holds: 'yes', saw: 'kim has to change the password'});
  });

  it('does not hold where there is none, and is not known where the program failed', async () => {
    const none = await asked('web-password-pending', args, {stdout: 'kim has no one-time password\n', exitCode: 1});
    expect(none.result.holds).toBe('no');
    const failed = await asked('web-password-pending', args, {stdout: '', exitCode: 69});
    expect(failed.result.holds).toBe('unknown');
  });
});
