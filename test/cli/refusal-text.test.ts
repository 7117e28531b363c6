// What a refusal says as text: every reason, and once each how it may be overridden.

import {describe, expect, it} from 'vitest';
import {pastObjections} from '../../src/actions/past/objections.ts';
import {refusalText} from '../../src/cli/run/plan-text.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {PastOperation} from '../../src/model/past-operation.ts';
import {configOf} from '../actions/support/cluster.ts';

const now = 10_000_000;
const languages = ['en', 'ko'] as const;

function failed(runId: string, action: string): PastOperation {
  const common = {title: action, at: now - 3_600_000, stop: null, operator: 'alice@admin', touched: true, safe: false};
  return {runId, action, ...common, result: 'failed', settles: null};
}

/** Each `--override …` of the text. */
function overridesIn(text: string): readonly string[] {
  return [...text.matchAll(/--override ([A-Za-z]+(?::[a-z\d]+)?)/g)].map(([, given = '']) => given);
}

describe('a refusal as text', () => {
  it.each(languages)('tells one override once where the sentence tells it, %s', (language) => {
    const params = {ago: 5, left: 55};
    const moved: Finding = {code: 'VipMovedJustNow', level: 'critical', where: 'server2', params, overridable: true};
    expect(overridesIn(refusalText([moved], language))).toEqual(['VipMovedJustNow']);
    const unseen: Finding = {...moved, code: 'GaleraUnseen', where: 'server3', params: {why: 'no route'}};
    expect(new Set(overridesIn(refusalText([unseen], language)))).toEqual(new Set(['GaleraUnseen:server3']));
    expect(refusalText([unseen], language)).not.toMatch(/it may be overridden:|강제하려면:/);
  });

  it.each(languages)('names each of two runs that ended badly, without a line for what both say, %s', (language) => {
    const past = [failed('aaaa01', 'failover-vip'), failed('bbbb01', 'takeover-slurm')];
    const findings = pastObjections({action: 'align-primary', input: {}, config: configOf(3), past, now});
    expect(findings.map(({params}) => params['run'])).toEqual(['aaaa01', 'bbbb01']);
    const text = refusalText(findings, language);
    expect(text).toContain('aaaa01');
    expect(text).toContain('bbbb01');
    expect(text).not.toMatch(/it may be overridden:|강제하려면:/);
  });

  it('tells it in a line of its own where the sentence does not, once for findings of one code and place', () => {
    const unseen = (where: string, why: string): Finding => {
      return {code: 'ControllerUnseen', level: 'critical', where, service: 'host', params: {why}, overridable: true};
    };
    const text = refusalText(
      [unseen('server3', 'no route'), unseen('server3', 'timeout'), unseen('server2', '?')],
      'en',
    );
    expect(text.split('\n').filter((line) => line.includes('it may be overridden:'))).toEqual([
      '    it may be overridden: --override ControllerUnseen:server3',
      '    it may be overridden: --override ControllerUnseen:server2',
    ]);
    expect(refusalText([unseen('server3', '?')], 'ko')).toContain('강제하려면: --override ControllerUnseen:server3');
    expect(overridesIn(refusalText([{...unseen('server3', '?'), overridable: false}], 'en'))).toEqual([]);
  });
});
