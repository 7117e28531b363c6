// Recordings: what was recorded is what is played, damage is named by its line, and nothing secret is kept.

import {appendFileSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {recordingsDirectory, startFlightRecorder} from '../../../src/cli/console/flight-recorder.ts';
import {readRecording} from '../../../src/cli/replay/read-recording.ts';
import type {Judgement} from '../../../src/model/verdict.ts';
import type {ConsoleEvent} from '../../../src/state/console-event.ts';
import {ReplayPlayer} from '../../../src/state/replay-player.ts';
import {buildJudgement} from '../../state/builders/judgement.ts';
import {buildSummary} from '../../state/builders/state.ts';

const began = 1_795_000_000_000;
const scratch = (): string => mkdtempSync(join(tmpdir(), 'replay-'));

/** Records the events, a second apart, and returns the file. */
async function record(events: readonly ConsoleEvent[]): Promise<string> {
  const env = {XDG_STATE_HOME: scratch()};
  let at = began;
  const failures: unknown[] = [];
  const recorder = startFlightRecorder({
    env,
    summary: buildSummary(),
    now: () => ({at, zoneOffsetMinutes: 540}),
    failed: (thrown) => failures.push(thrown),
  });
  for (const event of events) {
    recorder.record(event);
    at += 1000;
  }
  await recorder.close();
  expect(failures).toEqual([]);
  const directory = recordingsDirectory(env, buildSummary().cluster);
  const [name = ''] = readdirSync(directory);
  return join(directory, name);
}

const judged = (over: Partial<Judgement> = {}): ConsoleEvent => ({
  type: 'judged',
  judgement: {...buildJudgement(), at: began, level: 'ok', ...over},
});
const fault = judged({level: 'critical', at: began + 2000, vip: {address: '10.0.0.100', owners: []}});

describe('a recording', () => {
  it('plays the same judgements at the same moments', async () => {
    const events = [judged({at: began}), judged({at: began + 1000}), fault, judged({at: began + 3000})];
    const recording = await readRecording(await record(events));
    expect(recording.events.map(({event}) => event)).toEqual(events);
    expect(recording.events.map(({at}) => at - began)).toEqual([0, 1000, 2000, 3000]);
  });

  it('is for its owner alone', async () => {
    const path = await record([judged()]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it('keeps of what somebody typed or pasted no more than its length', async () => {
    const path = await record([
      judged(),
      {type: 'pasted', text: 'hunter2-the-password', at: began},
      {type: 'typed', text: 'Z', at: began},
    ]);
    const text = gunzipSync(readFileSync(path)).toString();
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('"Z"');
    expect(text).toContain('•'.repeat(20));
  });

  it('that a crash cut short is played as far as it goes', async () => {
    const path = await record(Array.from({length: 50}, (_, index) => judged({at: began + index * 1000})));
    const cut = join(scratch(), 'cut.hpcha');
    const bytes = readFileSync(path);
    writeFileSync(cut, bytes.subarray(0, bytes.length - 40));
    const {events} = await readRecording(cut);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(50);
  });

  it.each([
    ['no JSON', (lines: string[]) => lines.with(2, '{"t":1,"j":[')],
    ['no event', (lines: string[]) => lines.with(2, '{"t":1,"e":{"type":"heard"}}')],
    ['a change of what is not there', (lines: string[]) => lines.with(2, '{"t":1,"j":[1,{"judgement":[0,7]},[]]}')],
    ['time that runs backwards', (lines: string[]) => lines.with(2, (lines[2] ?? '').replace(/"t":\d+/, '"t":0'))],
  ])('with a damaged line (%s) is refused with that line, not played', async (_what, damage) => {
    const path = await record([judged({at: began}), fault, judged({at: began + 3000})]);
    const lines = gunzipSync(readFileSync(path)).toString().split('\n');
    const moved = _what.startsWith('time') ? lines.with(1, (lines[1] ?? '').replace('"t":0', '"t":5')) : lines;
    const damagedPath = join(scratch(), 'damaged.hpcha');
    writeFileSync(damagedPath, damage(moved).join('\n'));
    await expect(readRecording(damagedPath)).rejects.toMatchObject({code: 'bad-data', where: `${damagedPath}:3`});
  });

  it('is told from any other file and from none', async () => {
    const other = join(scratch(), 'other');
    writeFileSync(other, gzipSync('{"some":"thing"}\n'));
    await expect(readRecording(other)).rejects.toMatchObject({code: 'bad-data', where: `${other}:1`});
    appendFileSync(other, 'garbage');
    await expect(readRecording('/nowhere/at/all')).rejects.toMatchObject({code: 'missing'});
  });
});

describe('playing', () => {
  it('shows at every moment what was seen then, forwards and backwards', async () => {
    const events = Array.from({length: 300}, (_, index) =>
      judged({at: began + index * 1000, level: index >= 150 && index < 200 ? 'critical' : 'ok'}),
    );
    const player = new ReplayPlayer(await readRecording(await record(events)));
    for (const second of [10, 160, 299, 151, 149, 0, 250, 199, 200]) {
      player.seek(began + second * 1000);
      expect(player.world().judgement?.level).toBe(second >= 150 && second < 200 ? 'critical' : 'ok');
      expect(player.world().judgement?.at).toBe(began + second * 1000);
    }
  });

  it('knows where something happened', async () => {
    const player = new ReplayPlayer(await readRecording(await record([judged(), judged({at: began + 1000}), fault])));
    expect(player.marks().length).toBeGreaterThan(0);
    expect(player.neighbour(began, 1)).toBe(began + 2000);
    expect(player.neighbour(began + 60_000, 1)).toBeNull();
  });
});
