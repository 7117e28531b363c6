// Alerts: verdicts that got worse. Each stays until somebody has said that it was seen, and what is known about it.

import type {Finding} from '../model/finding.ts';
import type {CellLevel, Level} from '../model/level.ts';
import {compareLevels} from '../model/level.ts';
import type {Instant} from '../model/reading.ts';
import type {ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {Judgement} from '../model/verdict.ts';

export type AlertSubject = 'cluster' | ServiceId;

/** Who has seen it, when, and what is known. */
export type Acknowledgement = {readonly by: string; readonly at: Instant; readonly comment: string};

export type Alert = {
  readonly id: string;
  readonly subject: AlertSubject;
  readonly at: Instant;
  /** When it last got as bad again, while nobody had acknowledged it. */
  readonly latestAt: Instant;
  readonly times: number;
  readonly from: CellLevel;
  readonly level: Level;
  /** What was worst about it then, without its raw output. */
  readonly finding: Finding | null;
  readonly acknowledged: Acknowledgement | null;
};

/** What is kept over the life of a console: an alert as it was raised, or that all of a subject so far are acknowledged. */
export type AlertRecord =
  | {readonly kind: 'raised'; readonly alert: Alert}
  | {readonly kind: 'acknowledged'; readonly subject: AlertSubject; readonly by: Acknowledgement};

/** Acknowledged ones go first, then the oldest. */
export const alertLimit = 200;

/** One alert for each service whose verdict is worse than before; for the cluster only where no service explains it. */
export function alertsBetween(before: Judgement | null, after: Judgement): readonly Alert[] {
  if (before === null) return [];
  const worse = services.flatMap((service): readonly Alert[] => {
    const [from, level] = [before.services[service].level, after.services[service].level];
    // A service that was not deployed or not asked before has not become worse: it has become known.
    return from === 'none' || level === 'none' || !isWorse(from, level) ? [] : [alertOf(service, from, level, after)];
  });
  if (worse.length > 0 || !isWorse(before.level, after.level)) return worse;
  return [alertOf('cluster', before.level, after.level, after)];
}

function isWorse(from: Level, level: Level): boolean {
  return compareLevels(from, level) > 0;
}

function alertOf(subject: AlertSubject, from: Level, level: Level, {at, findings}: Judgement): Alert {
  const about = findings.find((finding) => subject === 'cluster' || finding.service === subject);
  const {evidence: _raw, ...finding} = about ?? {evidence: undefined, ...noFinding};
  return {
    id: `${at}-${subject}`,
    subject,
    at,
    latestAt: at,
    times: 1,
    from,
    level,
    finding: about === undefined ? null : finding,
    acknowledged: null,
  };
}

const noFinding: Finding = {code: '', level: 'info', where: 'cluster', params: {}};

/** The alerts with one more. What is as bad again while nobody has acknowledged it is the same alert once more. */
export function withAlert(alerts: readonly Alert[], alert: Alert): readonly Alert[] {
  const same = alerts.find((one) => isOpen(one) && one.subject === alert.subject && one.level === alert.level);
  if (same === undefined) return bounded([alert, ...alerts]);
  const again = {...same, latestAt: alert.at, times: same.times + 1, finding: alert.finding ?? same.finding};
  return alerts.map((one) => (one === same ? again : one));
}

/** Everything about that subject that was raised until then is acknowledged. */
export function withAcknowledgement(
  alerts: readonly Alert[],
  subject: AlertSubject,
  by: Acknowledgement,
): readonly Alert[] {
  return alerts.map((one) =>
    isOpen(one) && one.subject === subject && one.at <= by.at ? {...one, acknowledged: by} : one,
  );
}

/** What was kept, as it stands. Records of two consoles on one machine may be mixed. */
export function foldAlerts(records: readonly AlertRecord[]): readonly Alert[] {
  return records.reduce<readonly Alert[]>(
    (alerts, record) =>
      record.kind === 'raised'
        ? withAlert(alerts, record.alert)
        : withAcknowledgement(alerts, record.subject, record.by),
    [],
  );
}

export function isOpen(alert: Alert): boolean {
  return alert.acknowledged === null;
}

function bounded(alerts: readonly Alert[]): readonly Alert[] {
  if (alerts.length <= alertLimit) return alerts;
  const dropped = alerts.findLast((one) => !isOpen(one)) ?? alerts.at(-1);
  return alerts.filter((one) => one !== dropped);
}
