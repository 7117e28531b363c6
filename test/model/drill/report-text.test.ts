// The report of a drill is read in either language, from the same figures; what was kept is English.

import {describe, expect, it} from 'vitest';
import type {DrillReport} from '../../../src/model/drill/report.ts';
import {reportMarkdown} from '../../../src/model/drill/report-text.ts';
import {planWords} from '../../../src/model/plan-words.ts';

const moments = {injectAt: 5_000, restoreAt: 12_000, greenAt: 15_000, endAt: 20_000};
const report: DrillReport = {
  ...{schema: 1, runId: '0123456789ab', drill: 'D08', class: 'W', title: 'Redis master killed', cluster: 'lab'},
  ...{target: 'server1', vantage: 'server3', vantageWhy: null, startedAt: '2026-01-01T00:00:00.000Z'},
  ...{by: 'root@console', reason: 'monthly', result: 'passed', moments, streams: [], seen: [], healMs: 3_000},
  ...{outageMs: 10_000, conditions: {'load of this machine': '0.1 0.2 0.3', attempts: 40}},
  states: [
    {state: 'preflight', at: 0},
    {state: 'inject', at: 5_000},
  ],
  services: [
    {
      ...{service: 'redis', rtoMs: {console: 2_400, controller: null}, predictedMs: 2_000, aimMs: null, failbacks: 0},
      loss: {acked: 30, lost: 1, unexpected: 0, recovered: 0, differ: false, firstLost: []},
    },
  ],
  findings: [
    {
      code: 'DrillRtoDisagrees',
      level: 'warning',
      where: 'server1',
      service: 'redis',
      params: {service: 'redis', drill: 'D08', measured: '2.4 s', predicted: '2.0 s'},
    },
  ],
  timeline: {from: 0, sliceMs: 1000, rows: [{stream: 'redis', slices: ['ok', 'none', 'ok']}]},
};

describe('the report of a drill', () => {
  it('says in Korean how it ended, whom it was about, and what the figures are', () => {
    const text = reportMarkdown(report, 'ko');
    expect(text).toContain('# D08 Redis 마스터 강제 종료: 통과');
    expect(text).toContain('클러스터 lab, 대상 server1, W등급');
    expect(text).toContain('복원 후 3.00 s, 장애 후 10.00 s에 모두 정상');
    expect(text).toContain('| redis | 2.00 s | 2.40 s | 돌아오지 않음 |');
    expect(text).toContain('- 경고: ');
    expect(text).toContain('상태: 사전 점검 0.00 s, 장애 주입 5.00 s');
    expect(text).toContain('조건: 이 장비의 부하 0.1 0.2 0.3, 시도 40');
    expect(text).toContain('한 칸 1초; F 장애, R 복원');
  });

  it('leaves no English sentence in the Korean one', () => {
    const prose = reportMarkdown(report, 'ko').replace(/DrillRto\w+/g, '');
    expect(prose).not.toMatch(/\b(?:the|is|of|and|not|was|from|by) [a-z]+/);
  });

  it('has the same rows and figures in both', () => {
    const figures = (text: string): readonly string[] => text.match(/\d+\.\d+ s/g) ?? [];
    expect(figures(reportMarkdown(report, 'ko'))).toEqual(figures(reportMarkdown(report, 'en')));
  });

  it('still says in English what it always said', () => {
    const text = reportMarkdown(report, 'en');
    expect(text).toContain('- cluster lab, target server1, class W');
    expect(text).toContain('- watched from this machine and server3');
    expect(text).toContain('- all green 3.00 s after restore, 10.00 s after the fault');
    expect(text).toContain('| service | predicted | this machine | controller | aim |');
  });
});

describe('the one line of a drill that ended', () => {
  it('is read in Korean, service by service', () => {
    expect(
      planWords(
        'D08 passed: redis 2.40 s, lost 1 of 30; mariadb 0.00 s, lost 0 of 40; green 3.0 s after restore',
        'ko',
      ),
    ).toBe('D08 통과: redis 2.40 s, 유실 1/30; mariadb 0.00 s, 유실 0/40; 복원 3.0초 후 정상');
    expect(planWords('D14 failed: keepalived did not come back; not green again', 'ko')).toBe(
      'D14 실패: keepalived 돌아오지 않음; 다시 정상이 되지 않음',
    );
  });
});
