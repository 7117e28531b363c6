// Guessing passwords: it gets slower and slower, tells nothing about who exists, and locks nobody else out.

import {beforeEach, describe, expect, it} from 'vitest';
import {attemptCounts, longestWaitMs, waitAfter} from '../../src/web/auth/attempts.ts';
import {chiefsPassword, kimsPassword, makeTestAuth, type TestAuth} from './support/test-auth.ts';

let auth: TestAuth;
beforeEach(async () => {
  auth = await makeTestAuth();
});

async function guess(name: string, times: number, address = '198.51.100.7') {
  const browser = auth.newBrowser(address);
  const answers: {status: number; code: string | undefined; body: object; retry: unknown}[] = [];
  for (let n = 0; n < times; n += 1) {
    const {status, code, body} = await browser.login(name, `guess number ${n}`);
    answers.push({status, code, body, retry: browser.headers['retry-after']});
  }
  return answers;
}

describe('brute force', () => {
  it('is locked out after five attempts, and the right password does not help before the wait is over', async () => {
    const answers = await guess('kim', 6);
    expect(answers.map(({status}) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const browser = auth.newBrowser('198.51.100.7');
    expect(await browser.login('kim', kimsPassword)).toMatchObject({status: 429, code: 'locked-out'});
    expect(browser.headers['retry-after']).toBe('1');
    auth.pass(1000);
    expect(await browser.login('kim', kimsPassword)).toMatchObject({status: 200});
  });

  it('waits twice as long with every further attempt, up to a quarter of an hour', async () => {
    await guess('kim', 5);
    const waits: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const browser = auth.newBrowser('198.51.100.7');
      await browser.login('kim', 'nothing');
      const wait = Number(browser.headers['retry-after']);
      waits.push(wait);
      auth.pass(wait * 1000);
      await browser.login('kim', 'still nothing');
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
    expect(waitAfter(1_000_000, 5)).toBe(longestWaitMs);
  });

  it('looks the same for a name that exists and one that does not', async () => {
    expect(await guess('kim', 8)).toEqual(await guess('nobody-of-that-name', 8, '198.51.100.8'));
    expect(await guess('not a name at all!', 8, '198.51.100.9')).toEqual(await guess('chief', 8, '198.51.100.10'));
  });

  it('costs a hash for a name that does not exist as well', async () => {
    const before = auth.hashes();
    await guess('somebody', 3);
    expect(auth.hashes() - before).toBe(3);
    await guess('kim', 3, '198.51.100.11');
    expect(auth.hashes() - before).toBe(6);
  });

  it('does not lock the owner out at another address', async () => {
    await guess('chief', 8);
    expect(await auth.newBrowser('192.0.2.1').login('chief', chiefsPassword)).toMatchObject({status: 200});
  });

  it('from many addresses on one name, or on many names from one address, is slowed down too', async () => {
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 32; n += 1) {
      codes.push((await guess('chief', 1, `203.0.113.${n}`))[0]?.code);
    }
    expect(codes.indexOf('locked-out')).toBe(30);
    const names: (string | undefined)[] = [];
    for (let n = 0; n < 52; n += 1) {
      auth.pass(1000);
      names.push((await guess(`person${n}`, 1, '198.51.100.99'))[0]?.code);
    }
    // Fifty are free; the one after them has waited its second, the next would have to wait two.
    expect(names.indexOf('locked-out')).toBe(51);
  });

  it('counts the addresses of one IPv6 network as one', () => {
    const of = (address: string): string => attemptCounts('kim', address).address.key;
    expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2:aaaa:bbbb:cccc:dddd'));
    expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'));
    expect(of('2001:db8::1')).toBe(of('2001:db8:0:0:9::1'));
    expect(of('192.0.2.1')).not.toBe(of('192.0.2.2'));
  });

  it('is forgotten for a name when an administrator lifts the wait', async () => {
    await guess('kim', 6);
    const chief = auth.newBrowser();
    await chief.login('chief', chiefsPassword);
    expect(await chief.ask('POST', '/users/7/unlock')).toMatchObject({status: 204});
    expect(await auth.newBrowser('198.51.100.7').login('kim', kimsPassword)).toMatchObject({status: 200});
  });
});
