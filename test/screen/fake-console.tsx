// A console over a scripted cluster, for the screen tests: the real life of a console with deps that count every change.
//
// HPCHA_FAKE is a JSON object: {mode, scenes, languages …}. SIGUSR2 shows the next scene. Calls to a writer, and nothing
// else, are appended to the file HPCHA_FAKE_CALLS. Kept alive by the console itself; its exit code is the console's.

import {appendFileSync} from 'node:fs';
import {readLine} from '../../src/cli/console/command-line.ts';
import {completeLine} from '../../src/cli/console/complete-line.ts';
import {runConsole} from '../../src/cli/console/run-console.ts';
import {chooseScreen} from '../../src/cli/console/screen-choice.ts';
import type {RunEvent} from '../../src/model/run-event.ts';
import type {Judgement} from '../../src/model/verdict.ts';
import type {ConsoleDeps} from '../../src/state/console-deps.ts';
import {buildActionPlan, buildPlan, buildSummary} from '../state/builders/state.ts';
import {scenes} from './scenes.ts';

const setting = (name: string, fallback: string): string => process.env[name] ?? fallback;
const calls = setting('HPCHA_FAKE_CALLS', '/dev/null');
const danger = setting('HPCHA_FAKE_DANGER', 'safe');
const modes = {watch: 'watch', operate: 'operate', 'watch-only': 'watch-only'} as const;
const mode = Object.values(modes).find((one) => one === setting('HPCHA_FAKE_MODE', 'watch')) ?? 'watch';
const shown = scenes(setting('HPCHA_FAKE_SCENES', 'healthy').split(','));

const called = (what: string): void => appendFileSync(calls, `${what}\n`);
process.on('exit', (code) => called(`exit ${code}`));

function runEvents(): readonly RunEvent[] {
  const plan = buildPlan('safe');
  const at = Date.now();
  return [
    {
      type: 'run-started',
      at,
      seq: 0,
      runId: '7f3',
      cluster: 'my-cluster',
      actor: {user: 'root', console: 'console1'},
      planHash: 'x',
      plan,
      pid: 1,
    },
    {type: 'lock-acquired', at, seq: 1, controllers: ['server1', 'server2', 'server3'], epoch: 1},
    {type: 'stage-started', at, seq: 2, stage: 'config'},
    {type: 'step-started', at, seq: 3, step: 'step-0'},
    {type: 'step-finished', at, seq: 4, step: 'step-0', result: 'changed', tookMs: 420, diff: '-a\n+b'},
    {type: 'step-started', at, seq: 5, step: 'step-1'},
    {type: 'step-progress', at, seq: 6, step: 'step-1', line: 'waiting for server2 wsrep Synced, 41 s of 120 s'},
  ];
}

const summary = {...buildSummary(), lab: true};

function fakeDeps(): ConsoleDeps {
  return {
    summary,
    watch(listener: (judgement: Judgement) => void) {
      let scene = 0;
      const show = (): void => {
        const judgement = shown[Math.min(scene, shown.length - 1)];
        if (judgement !== undefined) listener({...judgement(Date.now())});
      };
      const next = (): void => {
        scene += 1;
        show();
      };
      process.on('SIGUSR2', next);
      // As a real poller does: the same answers again and again, each with a new time.
      const again = setInterval(show, Number(setting('HPCHA_FAKE_POLL_MS', '200')));
      show();
      return () => {
        process.off('SIGUSR2', next);
        clearInterval(again);
      };
    },
    recall: () => [],
    refresh: () => undefined,
    planAction: () => {
      const plan = buildActionPlan(
        danger === 'destructive' ? 'destructive' : danger === 'disruptive' ? 'disruptive' : 'safe',
      );
      return Promise.resolve(plan);
    },
    listRuns: () => Promise.resolve([]),
    attachRun(_runId, listener) {
      for (const event of runEvents()) listener(event);
      return () => undefined;
    },
    operator:
      mode === 'watch-only'
        ? null
        : {
            startRun: (_plan, reason) => {
              called(`start ${reason ?? ''}`);
              return Promise.resolve('7f3');
            },
            cancelRun: () => {
              called('cancel');
              return Promise.resolve();
            },
          },
    commandLine: {read: (line) => readLine(line, summary), complete: (line) => completeLine(line, summary)},
    memory: {
      keepLine: () => Promise.resolve(),
      keepAlert: (record) => Promise.resolve(called(`alert ${record.kind}`)),
    },
    now: () => ({at: Date.now(), zoneOffsetMinutes: 0}),
  };
}

process.exitCode = await runConsole({
  sites: [{deps: fakeDeps()}],
  bell: true,
  mode,
  choice: chooseScreen(process.env, {color: true}),
  terminal: {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr},
});
process.exit();
