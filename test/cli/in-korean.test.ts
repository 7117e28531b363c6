// What a Korean reader is told by commands that read the configuration or the records of runs: Korean, with names and places as they are.

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {templateText} from '../../src/actions/templates.ts';
import {tellWarnings} from '../../src/cli/config-warnings.ts';
import {verifyLines} from '../../src/cli/journal.ts';
import {describeError} from '../../src/cli/print-error.ts';
import {loadConfig} from '../../src/config/load.ts';
import {planWords} from '../../src/model/plan-words.ts';
import {fakeIo} from './fake-io.ts';

const example = templateText('config/my_multihead_cluster.yaml');

describe('the configuration', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hpcha config '));
  });
  afterAll(() => rmSync(folder, {recursive: true}));

  const failure = async (text: string): Promise<readonly string[]> => {
    const path = join(folder, 'c.yaml');
    writeFileSync(path, text, {mode: 0o600});
    const thrown: unknown = await loadConfig(path, {}).catch((error: unknown) => error);
    return describeError(thrown, {json: false, verbose: false, language: 'ko'})
      .text.replaceAll(path, 'c.yaml')
      .split('\n');
  };

  it('names each error at its line, with what to do, also in a folder whose name has a space', async () => {
    const text = example
      .replace('cpus: 16', 'cpus: many')
      .replace('vip_prefix: 24', 'vip_prefx: 24')
      .replace('mode: sentinel # or cluster', 'mode: ring');
    expect(await failure(text)).toEqual([
      '오류: c.yaml: 설정 오류 3건',
      expect.stringMatching(/^c\.yaml:\d+:\d+: nodes\.compute_nodes\[0\]\.cpus: 필요한 값: 숫자, 적힌 값: "many"$/),
      expect.stringMatching(/^c\.yaml:\d+:\d+: network\.vip_prefx: 알 수 없는 키 "vip_prefx"$/),
      '    조치: 혹시 "vip_prefix"입니까?',
      expect.stringMatching(
        /^c\.yaml:\d+:\d+: redis\.mode: 다음 중 하나여야 함: "sentinel", "cluster", 적힌 값: "ring"$/,
      ),
      '  조치: 파일을 고친 뒤 실행하십시오: hpcha-tui config check --config c.yaml',
      '',
    ]);
  });

  it('says what no single key can tell', async () => {
    const lines = await failure(example.replace('priority: 80', 'priority: 90'));
    expect(lines[0]).toBe('오류: c.yaml: 설정 오류 1건');
    expect(lines[1]).toMatch(/priority: server3, server2의 priority가 90으로 같음$/);
    expect(lines[2]).toBe('    조치: 서로 다른 값을 주십시오. 예: 100, 90, 80');
  });

  it('warns in Korean too', () => {
    const io = fakeIo();
    const at = {level: 'warning', file: 'c.yaml', line: 3, column: 1, key: 'nodes.controllers'} as const;
    tellWarnings(io, [{...at, what: '2 controllers cannot lose one and keep a quorum', hint: 'leave it'}], 'ko');
    expect(io.err()).toBe(
      '경고: c.yaml:3:1: nodes.controllers: 컨트롤러 2대로는 하나를 잃으면 정족수를 지킬 수 없음\n    조치: leave it\n',
    );
  });
});

describe('journal verify', () => {
  const said = (lines: readonly string[]): readonly string[] => lines.map((line) => planWords(line, 'ko'));

  it('says that all copies agree', () => {
    expect(said(verifyLines(4, [], []))).toEqual(['✔ 사본 4개가 온전하고 서로 일치함']);
  });

  it('says which copy was changed where, and which was not read', () => {
    const problems = [
      {copy: 'server1', line: 3, what: 'run 0123abcd was changed after it was written'},
      {
        copy: 'server2',
        line: 0,
        what: 'server1 remembers a line of it from before run 0123abcd that is gone or was rewritten',
      },
    ];
    expect(said(verifyLines(4, problems, ['server3']))).toEqual([
      '✖ server1, 3번째 줄: 실행 0123abcd의 기록이 쓰인 뒤에 바뀜',
      '✖ server2: server1이 기억하는 실행 0123abcd 이전의 줄이 사라졌거나 다시 쓰임',
      '? server3: 사본을 읽을 수 없음',
    ]);
  });
});

it('runs cancel says in Korean that it only asked', () => {
  const asked = 'asked run 0123abcd to stop after the steps that run now: hpcha-tui runs attach 0123abcd';
  expect(planWords(asked, 'ko')).toBe(
    '실행 0123abcd에 지금 도는 단계까지만 하고 멈추라고 요청함: hpcha-tui runs attach 0123abcd',
  );
});
