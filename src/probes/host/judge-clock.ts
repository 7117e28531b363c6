// Judges the clocks: slurmctld's protection against two controllers in control compares wall clocks (ha-operations §2.8).

import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';

type Clock = {readonly host: HostName; readonly offsetMs: number};

export function clockFindings(input: JudgeInput): readonly Finding[] {
  return [...skewFindings(input), ...ownClockFindings(input), ...synchronisationFindings(input)];
}

function clocksOf({snapshot, config}: JudgeInput): readonly Clock[] {
  return config.nodes.controllers.flatMap(({hostname}): readonly Clock[] => {
    const reading = readingOf(snapshot, 'host', hostname);
    if (reading.kind !== 'seen' || reading.value.clockOffsetMs === null) return [];
    return [{host: hostname, offsetMs: reading.value.clockOffsetMs}];
  });
}

/** Between controllers, so that a wrong clock of our own machine accuses nobody. */
function skewFindings(input: JudgeInput): readonly Finding[] {
  const sorted = [...clocksOf(input)].sort((a, b) => a.offsetMs - b.offsetMs);
  const first = sorted[0];
  const last = sorted.at(-1);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (first === undefined || last === undefined || middle === undefined) return [];
  const spread = last.offsetMs - first.offsetMs;
  const {clock_skew_warning_ms, clock_skew_critical_ms} = input.config.thresholds;
  if (spread < clock_skew_warning_ms) return [];
  const odd = middle.offsetMs - first.offsetMs > last.offsetMs - middle.offsetMs ? first : last;
  return [
    {
      code: 'ClockSkew',
      level: spread >= clock_skew_critical_ms ? 'critical' : 'warning',
      where: odd.host,
      service: 'host',
      params: {ms: Math.round(spread)},
      evidence: {command: 'date', raw: sorted.map((clock) => `${clock.host} ${clock.offsetMs} ms`).join('\n')},
    },
  ];
}

/** All controllers agree and we differ: then it is our clock. It has no say, but ages shown here would puzzle. */
function ownClockFindings(input: JudgeInput): readonly Finding[] {
  const offsets = clocksOf(input).map((clock) => clock.offsetMs);
  const nearest = Math.min(...offsets.map((offset) => Math.abs(offset)));
  if (offsets.length < 2 || nearest < input.config.thresholds.clock_skew_warning_ms) return [];
  return [
    {code: 'OwnClockDiffers', level: 'info', where: 'cluster', service: 'host', params: {ms: Math.round(nearest)}},
  ];
}

/** In the lab the clock is the host's and chrony only watches it (DESIGN §6). */
function synchronisationFindings({snapshot, config}: JudgeInput): readonly Finding[] {
  if (config.lab) return [];
  return config.nodes.controllers.flatMap(({hostname}): readonly Finding[] => {
    const reading = readingOf(snapshot, 'host', hostname);
    if (reading.kind !== 'seen' || reading.value.timeSynchronised !== false) return [];
    return [
      {code: 'TimeNotSynchronised', level: 'warning', where: hostname, service: 'host', params: {}, remedy: 'start'},
    ];
  });
}
