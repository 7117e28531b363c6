// The console in lines: what changes is said, commands are lines, and nothing is started that was not confirmed.

import {PassThrough} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {readLine} from '../../../src/cli/console/command-line.ts';
import {completeLine} from '../../../src/cli/console/complete-line.ts';
import {runPlainConsole} from '../../../src/cli/console/plain-console.ts';
import type {Judgement} from '../../../src/model/verdict.ts';
import type {ConsoleDeps} from '../../../src/state/console-deps.ts';
import {buildFinding, buildJudgement, startOfTest} from '../../state/builders/judgement.ts';
import {buildActionPlan, buildSummary} from '../../state/builders/state.ts';

function openPlain(mode: 'watch-only' | 'operate', danger: 'safe' | 'destructive' = 'safe') {
  const input = new PassThrough();
  const starts: string[] = [];
  let said = '';
  let judged: (judgement: Judgement) => void = () => undefined;
  const waiting: (() => void)[] = [];
  const deps: ConsoleDeps = {
    summary: buildSummary(),
    watch(listener) {
      judged = listener;
      return () => undefined;
    },
    recall: () => [],
    refresh: () => undefined,
    followLogs: () => () => undefined,
    planAction: () => Promise.resolve(buildActionPlan(danger)),
    listRuns: () => Promise.resolve([]),
    attachRun: () => () => undefined,
    commandLine: {
      read: (line) => readLine(line, buildSummary()),
      complete: (line) => completeLine(line, buildSummary()),
    },
    memory: {keepLine: () => Promise.resolve(), keepAlert: () => Promise.resolve()},
    operator:
      mode === 'watch-only'
        ? null
        : {
            startRun: (_plan, reason) => {
              starts.push(reason ?? '');
              return Promise.resolve('7f3');
            },
            cancelRun: () => Promise.resolve(),
          },
    now: () => ({at: startOfTest, zoneOffsetMinutes: 0}),
  };
  const ended = runPlainConsole({
    sites: [{deps}],
    mode,
    choice: {language: 'en', glyphs: 'unicode', theme: 'mono'},
    input,
    print(text) {
      said += text;
      for (const wake of waiting.splice(0)) wake();
    },
  });
  /** Resolves when that was said; what was said before is forgotten. */
  const hear = async (pattern: RegExp): Promise<void> => {
    const match = pattern.exec(said);
    if (match !== null) {
      said = said.slice(match.index + match[0].length);
      return;
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
    await hear(pattern);
  };
  return {
    ended,
    starts,
    hear,
    type: (line: string) => input.write(`${line}\n`),
    judged: (judgement: Judgement) => judged(judgement),
  };
}

describe('the console in lines', () => {
  it('says how the cluster is, and then only what changes', async () => {
    const plain = openPlain('watch-only');
    await plain.hear(/Changes come as lines/);
    plain.judged(buildJudgement({}));
    await plain.hear(/my-cluster +✔ ok[\s\S]*mariadb: ok[\s\S]*nothing to report/);
    plain.judged(
      buildJudgement({
        at: startOfTest + 1000,
        cells: {'mariadb@server3': {level: 'warning', word: {en: 'Donor', ko: 'Donor'}}},
        findings: [buildFinding('GaleraDonorTest')],
      }),
    );
    await plain.hear(/server3 +mariadb: ✔ Synced → ▲ Donor[\s\S]*warning: server3: GaleraDonorTest/);
    plain.judged(buildJudgement({at: startOfTest + 2000}));
    await plain.hear(/no longer: GaleraDonorTest/);
    plain.type('q');
    expect(await plain.ended).toBe(0);
  });

  it('opens pages by the words of the command line and entries by their number', async () => {
    const plain = openPlain('watch-only');
    await plain.hear(/Changes/);
    plain.judged(buildJudgement({}));
    plain.type('mariadb');
    await plain.hear(/mariadb:\n/);
    plain.type('back');
    plain.type('actions');
    await plain.hear(/number 2: stop: stop services, destructive/);
    plain.type('2');
    await plain.hear(/number 1: let the action decide/);
    plain.type('nosuchword');
    await plain.hear(/unknown command nosuchword/);
    plain.type('q');
    expect(await plain.ended).toBe(0);
  });

  it('starts a plan only after yes, a dangerous one only after its name and a reason', async () => {
    const plain = openPlain('operate', 'destructive');
    await plain.hear(/Changes/);
    plain.judged(buildJudgement({}));
    plain.type('stop');
    await plain.hear(/converge phases 2 to 3/);
    plain.type('yes');
    await plain.hear(/type it, or back/);
    plain.type('server2');
    await plain.hear(/that is not my-cluster/);
    plain.type('my-cluster');
    await plain.hear(/a reason is needed/);
    expect(plain.starts).toEqual([]);
    plain.type('rack move');
    await plain.hear(/run 7f3/);
    expect(plain.starts).toEqual(['rack move']);
    plain.type('q');
    plain.type('y');
    expect(await plain.ended).toBe(0);
  });

  it('can start nothing where it was started with --watch', async () => {
    const plain = openPlain('watch-only');
    await plain.hear(/Changes/);
    plain.judged(buildJudgement({}));
    plain.type('start --phase 2');
    await plain.hear(/watch only/);
    plain.type('yes');
    await plain.hear(/can never change anything/);
    expect(plain.starts).toEqual([]);
    plain.type('q');
    expect(await plain.ended).toBe(0);
  });
});
