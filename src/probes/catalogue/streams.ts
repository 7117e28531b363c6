// Looks that do not end: what a controller tells by itself when something changes, and its log.

import type {Look} from '../../model/look.ts';
import {managedUnits} from './host.ts';
import {defineLook} from './look.ts';

/** One line for each address that comes or goes and each interface that changes; silent while nothing does. */
export const addressChangesLook: Look = defineLook('address-changes', ['ip', '-o', 'monitor', 'address', 'link']);

/**
 * Units whose changes call for a fresh look. Not sshd: it tells of our own connections, and its end is noticed by them.
 */
export const watchedUnits: readonly string[] = [
  ...managedUnits.filter((unit) => unit !== 'ssh.service'),
  'redis-server@6380.service',
];

/**
 * What systemd says when a unit starts, stops or dies; keepalived's transitions; Galera's membership and state. The filter runs
 * on the controller, so that a busy slurmctld's log is never sent. Upper case in it makes journalctl heed case.
 */
const tellingWords = [
  'Started ',
  'Stopp(ed|ing) ',
  'Reload',
  'Failed ',
  'Main process exited',
  'Deactivated successfully',
  'Entering [A-Z]+ STATE',
  'suspecting node',
  'New COMPONENT',
  'Server status change',
  'Shifting [A-Z]+',
  'ready for connections',
].join('|');

const fields = '--output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT,UNIT,SYSLOG_IDENTIFIER';

/** The journal's own words of change, from now on. */
export const unitChangesLook: Look = defineLook(
  'unit-changes',
  [
    'journalctl',
    '-f',
    '-n',
    '0',
    '-o',
    'json',
    fields,
    ...watchedUnits.flatMap((unit) => ['-u', unit]),
    `--grep=${tellingWords}`,
  ],
  {privileged: true},
);

/** How far back a log may be read. A closed list, so that a restricted account can be allowed exactly these. */
export const logSpans = {
  recent: {words: ['-n', '500'], ms: null},
  '10min': {words: ['-n', '10000', '--since=-10min'], ms: 10 * 60_000},
  '1h': {words: ['-n', '10000', '--since=-1h'], ms: 60 * 60_000},
  '6h': {words: ['-n', '10000', '--since=-6h'], ms: 6 * 60 * 60_000},
  '1d': {words: ['-n', '10000', '--since=-1d'], ms: 24 * 60 * 60_000},
} as const satisfies Readonly<Record<string, {readonly words: readonly string[]; readonly ms: number | null}>>;

export type LogSpan = keyof typeof logSpans;
export const logSpanNames = ['recent', '10min', '1h', '6h', '1d'] as const satisfies readonly LogSpan[];

/**
 * The whole log as JSON: unit and severity are chosen by whoever reads it. `follow`: oldest first, and on with what comes; else
 * newest first, so that where there is more than may be sent the oldest is missing.
 */
export function logLook(span: LogSpan, follow: boolean): Look {
  const argv = ['journalctl', '--no-pager', '-o', 'json', fields, ...logSpans[span].words, follow ? '-f' : '-r'];
  const [program = 'journalctl', ...words] = argv;
  return defineLook(`log-${span}${follow ? '-follow' : ''}`, [program, ...words], {
    privileged: true,
    timeoutMs: 10_000,
  });
}

/** All of them, for the catalogue. */
export const streamLooks: readonly Look[] = [
  addressChangesLook,
  unitChangesLook,
  ...logSpanNames.flatMap((span) => [logLook(span, false), logLook(span, true)]),
];
