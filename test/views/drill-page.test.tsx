// The page of a drill: what an operator reads from it while something is broken on purpose.

import {describe, expect, it} from 'vitest';
import type {ConsoleState} from '../../src/state/console-state.ts';
import {topLayer} from '../../src/state/console-state.ts';
import {buildDrillEvents} from '../state/builders/drill.ts';
import {buildJudgement} from '../state/builders/judgement.ts';
import {after, buildState} from '../state/builders/state.ts';
import {drawFrame} from './frame.tsx';
import {command} from './screens.ts';

const drill = buildDrillEvents();

function at(columns: number, rows: number, language: 'en' | 'ko' = 'en'): ConsoleState {
  return after(buildState({columns, rows, language}), [{type: 'judged', judgement: buildJudgement()}]);
}

describe('a drill on the screen', () => {
  it('opens by itself when a run that is followed turns out to be one, and Esc leads to its steps', () => {
    const shown = after(at(120, 40), drill.running);
    expect(topLayer(shown).kind).toBe('drill');
    expect(topLayer(after(shown, [command('back')])).kind).toBe('run');
    expect(topLayer(after(shown, [command('back'), command('drill')])).kind).toBe('drill');
  });

  it('says who is silent, who came back, what was expected, and when the target is restored without us', () => {
    const text = drawFrame(after(at(160, 40), drill.running)).lines;
    expect(text.find((line) => /^ slurm +server2/.test(line))).toMatch(/✖ silent 8 s/);
    expect(text.find((line) => /^ mariadb +server2/.test(line))).toMatch(/█+·+█+ +✔ writes +1\.6 s +2\.5 s/);
    expect(text.join('\n')).toMatch(/fault for 7 s +the lab gives server1 its power back in 2 m 2\d s/);
    expect(text.join('\n')).toMatch(/✔ armed +✔ fault +▸ observe +· restore/);
    expect(text.find((line) => /^ +F$/.test(line.trimEnd()))).toBeDefined();
  });

  it('keeps a line for each service where thirteen streams do not fit', () => {
    const lines = drawFrame(after(at(80, 24), drill.running)).lines;
    for (const service of ['keepalived', 'mariadb', 'redis', 'glusterfs', 'slurm'])
      expect(
        lines.filter((line) => line.startsWith(` ${service} `)),
        service,
      ).toHaveLength(1);
    expect(lines.find((line) => line.startsWith(' slurm '))).toMatch(/silent/);
  });

  it('tells what was silent from what was answered without colours and without Unicode', () => {
    const lines = drawFrame(after(at(120, 40), drill.running), {theme: 'mono', glyphs: 'ascii'}).lines;
    expect(lines.find((line) => line.startsWith(' slurm '))).toMatch(/#+\.+ +x silent/);
    expect(lines.join('')).not.toMatch(/[^\x20-\x7e]/);
  });

  it('marks where it ended when it was ended before its time, and tells of no present any more', () => {
    const [begun = [], last] = [drill.running.slice(0, 10), drill.ended.at(-1)];
    const failed = last?.type === 'run-event' && last.event.type === 'run-finished' ? last : undefined;
    if (failed?.event.type !== 'run-finished') throw new Error('the last event is its end');
    const end = {...failed, event: {...failed.event, result: 'failed' as const}};
    const text = drawFrame(after(at(160, 40), [...begun, end])).lines.join('\n');
    expect(text).toMatch(/✔ preflight +✖ baseline +· armed/);
    expect(text).not.toMatch(/✔ writes|silent/);
  });

  it('ends with the result and the way to the report', () => {
    const text = drawFrame(after(at(120, 40, 'ko'), [...drill.running, ...drill.ended])).lines.join('\n');
    expect(text).toContain('D14 passed: keepalived 0.77 s');
    expect(text).toContain('hpcha-tui drill report d14');
    expect(text).toContain('복원 후');
  });

  it('follows the newest drill of this machine for `:drill`, and says so where there was none', () => {
    const summary = {actor: 'root@c1', counts: null, reason: null, tookMs: null} as const;
    const runs = [
      {...summary, runId: 'a1', title: 'drill D01, planned move, on server1', startedAt: 1, state: 'done'} as const,
      {...summary, runId: 'a2', title: 'drill D14, power, on server1', startedAt: 2, state: 'failed'} as const,
      {...summary, runId: 'a3', title: 'start', startedAt: 3, state: 'done'} as const,
    ];
    const listed = after(at(120, 40), [{type: 'runs-listed', runs}, command('drill')]);
    expect(listed.run?.runId).toBe('a2');
    const none = after(at(120, 40), [command('drill')]);
    expect(none.notice?.text).toBe('notice.no-drill');
  });
});
