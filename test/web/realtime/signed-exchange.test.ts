// Questions between controllers: signed by the cluster's key, once, and now.

import {describe, expect, it} from 'vitest';
import {Secret} from '../../../src/model/secret.ts';
import {
  checkAnswer,
  QuestionCheck,
  signAnswer,
  signatureHeaders,
  signQuestion,
} from '../../../src/web/realtime/signed-exchange.ts';

const key = new Secret('the key of this cluster');
const start = 1_700_000_000_000;
const path = '/internal/readings?boot=&after=-1';

function checkAt(clock: {now: number}): QuestionCheck {
  return new QuestionCheck(key, ['server1', 'server2'], () => clock.now);
}

describe('a question between controllers', () => {
  it('is taken when it is signed, fresh and new', () => {
    const clock = {now: start};
    const headers = signQuestion(key, 'server2', path, start - 200);
    expect(checkAt(clock).check(headers, path)).toBe(headers[signatureHeaders.nonce]);
  });

  it('is taken once only', () => {
    const clock = {now: start};
    const check = checkAt(clock);
    const headers = signQuestion(key, 'server2', path, start);
    check.check(headers, path);
    clock.now += 20_000;
    expect(() => check.check(headers, path)).toThrow(/before/);
  });

  it.each([
    ['older than the window', -31_000],
    ['from the future', 31_000],
  ])('is refused when it is %s, also after its nonce was forgotten', (_name, offset) => {
    const headers = signQuestion(key, 'server2', path, start + offset);
    expect(() => checkAt({now: start}).check(headers, path)).toThrow(/clocks/);
  });

  it('stays refused for as long as its time would be accepted', () => {
    const clock = {now: start};
    const check = checkAt(clock);
    const headers = signQuestion(key, 'server2', path, start + 29_000);
    check.check(headers, path);
    for (let seconds = 1; seconds <= 70; seconds += 1) {
      clock.now = start + seconds * 1000;
      expect(() => check.check(headers, path)).toThrow();
    }
  });

  it('is refused with another key, another path, another sender or without a signature', () => {
    const check = checkAt({now: start});
    const headers = signQuestion(key, 'server2', path, start);
    expect(() => check.check(signQuestion(new Secret('another'), 'server2', path, start), path)).toThrow(/signed/);
    expect(() => check.check(headers, '/internal/readings?boot=&after=5')).toThrow(/signed/);
    expect(() => check.check({...headers, [signatureHeaders.node]: 'server1'}, path)).toThrow(/signed/);
    expect(() => check.check(signQuestion(key, 'stranger', path, start), path)).toThrow(/no controller/);
    expect(() => check.check({}, path)).toThrow(/signed/);
  });
});

describe('an answer between controllers', () => {
  it('belongs to its question and cannot be changed', () => {
    const signature = signAnswer(key, 'nonce-1', '{"a":1}');
    expect(() => checkAnswer(key, 'nonce-1', '{"a":1}', signature, 'server2')).not.toThrow();
    expect(() => checkAnswer(key, 'nonce-2', '{"a":1}', signature, 'server2')).toThrow(/signed/);
    expect(() => checkAnswer(key, 'nonce-1', '{"a":2}', signature, 'server2')).toThrow(/signed/);
    expect(() => checkAnswer(key, 'nonce-1', '{"a":1}', undefined, 'server2')).toThrow(/signed/);
  });
});
