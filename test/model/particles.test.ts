// A Korean particle fits the sound of the name before it, so that a sentence about server1 reads as well as one about server2.

import {describe, expect, it} from 'vitest';
import {fillTemplate} from '../../src/model/fill-template.ts';
import {withParticles} from '../../src/model/particles.ts';

describe('withParticles', () => {
  it.each([
    ['server1이(가)', 'server1이'],
    ['server2이(가)', 'server2가'],
    ['server3은(는)', 'server3은'],
    ['server4와(과)', 'server4와'],
    ['server6을(를)', 'server6을'],
    ['server1(으)로', 'server1로'],
    ['server2(으)로', 'server2로'],
    ['server3(으)로', 'server3으로'],
    ['10.0.0.10을(를)', '10.0.0.10을'],
    ['볼륨을(를)', '볼륨을'],
    ['서비스로', '서비스로'],
    ['서울(으)로', '서울로'],
    ['slurm이(가)', 'slurm이'],
    ['mariadb이(가)', 'mariadb가'],
    ['node(server1)을(를)', 'node(server1)을'],
  ])('says %s as %s', (written, said) => {
    expect(withParticles(written)).toBe(said);
  });

  it('leaves a text without particles, and an English one, as it is', () => {
    expect(withParticles('nothing (of the) kind, 없음')).toBe('nothing (of the) kind, 없음');
  });

  it('is done wherever a template is filled', () => {
    expect(fillTemplate('{host}이(가) {to}(으)로', {host: 'server1', to: 'server3'})).toBe('server1이 server3으로');
  });
});
