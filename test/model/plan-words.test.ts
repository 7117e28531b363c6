// Every text that an action puts into a plan is read in Korean by a Korean reader, and stays English in the plan itself.

import {describe, expect, it} from 'vitest';
import {planTexts, planWords} from '../../src/model/plan-words.ts';

describe('planWords', () => {
  it('leaves every text as it stands for an English reader', () => {
    for (const text of ['stop mariadb and mask it', 'whatever', '']) expect(planWords(text, 'en')).toBe(text);
  });

  it('leaves what nobody knows as it was written', () => {
    expect(planWords('something of a later version', 'ko')).toBe('something of a later version');
  });

  it('takes the template that says the most itself', () => {
    expect(planWords('stop redis-server', 'ko')).toBe('redis-server 중지');
    expect(planWords('stop redis-server and mask it', 'ko')).toBe('redis-server 중지 후 mask');
    expect(planWords('stop redis of lab', 'ko')).toBe('lab의 redis 중지');
  });

  it('keeps names of several controllers together', () => {
    expect(planWords('recover the positions of server1, server2', 'ko')).toBe('server1, server2의 위치 복구');
  });

  it('reads a title inside of a title', () => {
    expect(planWords('undo of run 0123456789ab: move 10.0.0.9 from server1 to server2', 'ko')).toBe(
      '실행 0123456789ab 되돌리기: 10.0.0.9를 server1에서 server2로 이동',
    );
    expect(planWords('undo: glusterfs: the files are taken away', 'ko')).toBe('되돌리기: glusterfs: 파일 제거');
  });

  it('reads two losses made into one, and several moves', () => {
    expect(
      planWords(
        'Nothing stored: connections through 10.0.0.9 break once, for about 300 ms. Nothing stored: commands of Slurm wait or fail for a few seconds; jobs run on.',
        'ko',
      ),
    ).toBe(
      '저장된 것은 없음: 10.0.0.9를 통한 연결이 약 300 ms 동안 한 번 끊깁니다. 저장된 것은 없음: Slurm 명령이 몇 초 기다리거나 실패하며, 작업은 계속 돕니다.',
    );
    expect(planWords('move slots 0-5,9 from server1 to server2; move slots 7 from server3 to server1', 'ko')).toBe(
      '슬롯 0-5,9를 server1에서 server2로 이동; 슬롯 7을 server3에서 server1로 이동',
    );
  });
});

describe('the catalogue', () => {
  const holes = (text: string): readonly string[] => [...text.matchAll(/\{[*=]?(\w+)\}/g)].map(([, name = '']) => name);

  it.each(Object.entries(planTexts))('%s: has the same holes in Korean', (english, korean) => {
    expect([...holes(korean)].sort()).toEqual([...holes(english)].sort());
    expect(new Set(holes(english)).size).toBe(holes(english).length);
  });

  it.each(Object.entries(planTexts))('%s: is found again when its holes are filled', (english, korean) => {
    const names = holes(english);
    const known = 'stop nginx';
    const value = (name: string): string => (english.includes(`{=${name}}`) ? known : `server${names.indexOf(name)}`);
    const text = english.replace(/\{[*=]?(\w+)\}/g, (_, name: string) => value(name));
    const pieces = korean.split(/\{\w+\}|이\(가\)|은\(는\)|을\(를\)|와\(과\)|\(으\)로/);
    const said = planWords(text, 'ko');
    for (const piece of pieces) expect(said).toContain(piece.trim());
    for (const name of names) expect(said).toContain(planWords(value(name), 'ko'));
  });
});
