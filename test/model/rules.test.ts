// Rules name findings that exist, say the same in both languages, and are written down where the screens point to.

import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {findingDocs} from '../../src/model/finding-docs.ts';
import {galeraMessages} from '../../src/model/messages/galera.ts';
import {glusterMessages} from '../../src/model/messages/gluster.ts';
import {hostMessages} from '../../src/model/messages/host.ts';
import {keepalivedMessages} from '../../src/model/messages/keepalived.ts';
import {redisMessages} from '../../src/model/messages/redis.ts';
import {slurmMessages} from '../../src/model/messages/slurm.ts';
import {webMessages} from '../../src/model/messages/web.ts';
import {catalogue} from '../../src/model/messages.ts';
import {postureLints} from '../../src/model/posture-lints.ts';
import {controlRules} from '../../src/model/rules/control.ts';
import {galeraRules} from '../../src/model/rules/galera.ts';
import {glusterRules} from '../../src/model/rules/gluster.ts';
import {memberRules} from '../../src/model/rules/members.ts';
import {postureRules} from '../../src/model/rules/posture.ts';
import {redisRules} from '../../src/model/rules/redis.ts';
import {redisStateRules} from '../../src/model/rules/redis-states.ts';
import {webRules} from '../../src/model/rules/web.ts';
import {rules, rulesPage, ruleText} from '../../src/model/rules.ts';

describe('the rules behind findings', () => {
  it('are those of findings in the catalogue', () => {
    expect(Object.keys(rules).filter((code) => catalogue[code] === undefined)).toEqual([]);
    expect(Object.keys(rules).length).toBeGreaterThan(100);
  });

  it.each(Object.entries(rules))('give the same thresholds in both languages: %s', (_code, {en, ko}) => {
    const numbers = (text: string): readonly string[] =>
      [...new Set(text.replaceAll(/(\d)[ ,](?=\d{3})/g, '$1').match(/\d+(?= ?%)|\b\d{2,}\b/g) ?? [])].sort();
    expect(ko.length).toBeGreaterThan(5);
    expect(numbers(ko).filter((number) => !numbers(en).includes(number))).toEqual([]);
  });

  it('are told in the language that was chosen; a finding without one says it itself', () => {
    const finding = {code: 'GaleraDonor', level: 'warning', where: 'server1', params: {}} as const;
    expect(ruleText(finding, 'ko')).toMatch(/도너|Donor/);
    expect(ruleText({...finding, code: 'NoSuchCode'}, 'en')).toBeUndefined();
  });

  it('are there for every finding that a judge can make: the evidence screen never shows one without', () => {
    const services = [glusterMessages, galeraMessages, redisMessages, slurmMessages, keepalivedMessages];
    const all = [...services, hostMessages, webMessages];
    const codes = all.flatMap((messages) => Object.keys(messages));
    expect(codes.filter((code) => rules[code] === undefined)).toEqual([]);
  });

  it('stand in one file only', () => {
    const data = [galeraRules, glusterRules, redisRules];
    const parts = [...data, memberRules, redisStateRules, controlRules, postureRules, webRules];
    const codes = parts.flatMap((part) => Object.keys(part));
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('are all in the page that the evidence points to', () => {
    const page = readFileSync(new URL(`../../${rulesPage}`, import.meta.url), 'utf8');
    expect(page, 'run: node scripts/findings-page.ts').toBe(findingDocs());
  });
});

describe('the posture lints', () => {
  it('are those of ha-operations §1, each told by findings that exist, or said to be done otherwise', () => {
    expect(postureLints.map(({id}) => id)).toEqual(
      Array.from({length: 22}, (_unused, index) => `L${String(index + 1).padStart(2, '0')}`),
    );
    for (const {id, codes, mends, instead} of postureLints) {
      expect(
        codes.filter((code) => catalogue[code] === undefined),
        id,
      ).toEqual([]);
      expect(mends !== null || instead !== undefined, id).toBe(true);
      expect(mends === null || codes.length > 0, id).toBe(true);
    }
  });
});
