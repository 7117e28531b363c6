// An event as a sentence in the reader's language, and the level that its sign shows.

import type {FindingLevel} from '../../../src/model/level.ts';
import type {Language} from '../../../src/model/message.ts';
import type {EventBody} from '../api/live-frames.ts';
import {textIfAny} from '../words/catalogue.ts';
import {spokenFinding} from '../words/spoken.ts';
import type {Say} from '../words/use-words.tsx';

export function eventLevel(event: EventBody): FindingLevel {
  switch (event.kind) {
    case 'alert':
      return event.level ?? 'ok';
    case 'job':
      return badJob.has(event.state)
        ? 'warning'
        : event.state === 'GONE'
          ? 'unknown'
          : event.state === 'COMPLETED'
            ? 'ok'
            : 'info';
    case 'run':
      return runLevels[event.state] ?? 'unknown';
  }
}

const badJob = new Set(['FAILED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY', 'BOOT_FAIL', 'DEADLINE']);

const runLevels: Readonly<Record<string, FindingLevel>> = {
  running: 'info',
  done: 'ok',
  failed: 'critical',
  cancelled: 'warning',
  unknown: 'unknown',
};

export function eventText(event: EventBody, language: Language, say: Say): string {
  switch (event.kind) {
    case 'alert': {
      const what = spokenFinding(language, {...event, level: 'info', service: null, evidence: '', remedy: null});
      // Of what is over only the code is told.
      return event.level === null ? say('events.over', {what: what === '' ? event.code : what}) : what;
    }
    case 'job': {
      const {job, name, state, was} = event;
      return was === null ? say('events.job', {job, name, state}) : say('events.job-from', {job, name, was, state});
    }
    case 'run': {
      const state = textIfAny(language, `run.state.${event.state}`) ?? event.state;
      return say('events.run', {title: event.title === '' ? event.runId : event.title, state});
    }
  }
}

/** Where it is about, or who did it. */
export function eventPlace(event: EventBody, say: Say): string {
  if (event.kind === 'alert') return event.where === 'cluster' ? say('finding.cluster') : event.where;
  return event.kind === 'job' ? event.user : event.operator;
}
