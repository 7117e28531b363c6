// The console over readings of a recording, polled a hundred times as often as in life: what weeks of watching leave behind.
//
// Everything but the network is real: poller, judges, reducer, series, recorder, Ink. HPCHA_SOAK_CONFIG is the YAML file of a
// cluster with the recording's controllers; the number of polls so far is written to HPCHA_SOAK_COUNT.

import {writeFileSync} from 'node:fs';
import {startFlightRecorder} from '../../src/cli/console/flight-recorder.ts';
import {runConsole} from '../../src/cli/console/run-console.ts';
import {chooseScreen} from '../../src/cli/console/screen-choice.ts';
import {readRecording} from '../../src/cli/replay/read-recording.ts';
import {replayDeps} from '../../src/cli/replay/replay-deps.ts';
import {loadConfig} from '../../src/config/load.ts';
import type {Reading} from '../../src/model/reading.ts';
import type {PerHostProbe, Snapshot} from '../../src/model/snapshot.ts';
import {emptySnapshot} from '../../src/model/snapshot.ts';
import {judge} from '../../src/probes/judge.ts';
import type {ConsoleDeps} from '../../src/state/console-deps.ts';
import type {PollTask} from '../../src/state/poller.ts';
import {startPoller} from '../../src/state/poller.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const intervalMs = 40;
const {config} = await loadConfig(setting('HPCHA_SOAK_CONFIG'), process.env);
const recording = await readRecording('examples/failover.hpcha');
const snapshots = recording.events.flatMap(({event}) =>
  event.type === 'judged' && event.snapshot !== undefined ? [event.snapshot] : [],
);
const probes = ['reach', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm', 'keepalived'] as const;
let polls = 0;

/** One poll: the reading that the recording has next, as of now. */
function take<T>(reading: Reading<T> | undefined): Reading<T> {
  polls += 1;
  if (polls % 100 === 0) writeFileSync(setting('HPCHA_SOAK_COUNT'), String(polls));
  if (reading === undefined) return {kind: 'none', why: 'not-asked'};
  return reading.kind === 'none' ? reading : {...reading, at: Date.now()};
}

function withReading<P extends PerHostProbe>(latest: Snapshot, probe: P, host: string, from: Snapshot): Snapshot {
  const column: Snapshot['hosts'][P] = {...latest.hosts[probe], [host]: take(from.hosts[probe][host])};
  return {...latest, hosts: {...latest.hosts, [probe]: column}};
}

const tasks: readonly PollTask[] = probes.flatMap((probe) =>
  recording.head.summary.controllers.map((host): PollTask => {
    let next = 0;
    return {
      key: `${probe}@${host}`,
      intervalMs,
      read: async () => {
        const from = snapshots[next % snapshots.length] ?? emptySnapshot('', 0);
        next += 1;
        return {answered: true, fold: (latest) => withReading(latest, probe, host, from)};
      },
    };
  }),
);

const now = (): ReturnType<ConsoleDeps['now']> => ({at: Date.now(), zoneOffsetMinutes: 0});
const {replay: _replay, ...quiet} = replayDeps(recording, {speed: 1, playing: false});
const recorder = startFlightRecorder({
  env: process.env,
  summary: recording.head.summary,
  now,
  failed: (thrown) => {
    throw thrown;
  },
});
process.exitCode = await runConsole({
  sites: [
    {
      deps: {
        ...quiet,
        now,
        listRuns: async () => [],
        record: (event) => recorder.record(event),
        watch: (listener, failed) =>
          startPoller({
            tasks,
            initial: emptySnapshot(config.cluster.name, Date.now()),
            judge: (snapshot, history) => judge({snapshot, config, history}),
            now: Date.now,
            listener,
            failed,
          }).stop,
      },
    },
  ],
  bell: false,
  mode: 'watch-only',
  choice: chooseScreen(process.env, {color: true}),
  terminal: {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr},
});
await recorder.close();
process.exit();
