// The report as Markdown: figures first, the picture of the time line, then what was found.

import type {Language} from '../message.ts';
import {findingText} from '../messages.ts';
import {planWords} from '../plan-words.ts';
import type {DrillReport, ServiceReport} from './report.ts';
import {type ReportWords, reportWords} from './report-words.ts';
import {drawTimeline} from './timeline.ts';

/** Complete Markdown, ending in a newline. */
export function reportMarkdown(report: DrillReport, language: Language = 'en'): string {
  const words = reportWords[language];
  const parts = [head(report, words, language), table(report, words), picture(report, words)];
  return `${[...parts.flatMap((part) => [...part, '']), ...details(report, words, language)].join('\n')}\n`;
}

function head(report: DrillReport, words: ReportWords, language: Language): readonly string[] {
  const {drill, title, cluster, target, result, startedAt, by, reason, runId, vantage, vantageWhy} = report;
  const why = vantageWhy === null ? words.notPossible : planWords(vantageWhy, language);
  return [
    `# ${drill} ${planWords(title, language)}: ${words.result[result]}`,
    '',
    `- ${words.cluster(cluster, target, report.class)}`,
    `- ${words.started(startedAt, by, reason, runId)}`,
    `- ${words.watched(vantage, why)}`,
    `- ${healed(report, words)}`,
  ];
}

function healed({healMs, outageMs}: DrillReport, words: ReportWords): string {
  return healMs === null || outageMs === null ? words.notGreen : words.green(seconds(healMs), seconds(outageMs));
}

function table({services}: DrillReport, words: ReportWords): readonly string[] {
  return [
    `| ${words.columns.join(' | ')} |`,
    `|${'---|'.repeat(words.columns.length)}`,
    ...services.map((service) => row(service, words)),
  ];
}

function row({service, predictedMs, rtoMs, aimMs, loss, failbacks}: ServiceReport, words: ReportWords): string {
  const cells = [
    ...[service, seconds(predictedMs), rto(rtoMs.console, words), rto(rtoMs.controller, words), seconds(aimMs)],
    ...(loss === null ? ['–', '–', '–', '–'] : [loss.acked, loss.lost, loss.unexpected, loss.recovered].map(String)),
    String(failbacks),
  ];
  return `| ${cells.join(' | ')} |`;
}

function rto(value: number | null | undefined, words: ReportWords): string {
  if (value === undefined) return '–';
  if (value === null) return words.notBack;
  return value === 0 ? words.notInterrupted : seconds(value);
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

function picture(report: DrillReport, words: ReportWords): readonly string[] {
  return ['```', ...drawTimeline(report.timeline, report.moments, words.legend), '```'];
}

function details(
  {findings, seen, conditions, states}: DrillReport,
  words: ReportWords,
  language: Language,
): readonly string[] {
  const list = findings.map(
    (finding) => `- ${words.level[finding.level] ?? finding.level}: ${findingText(finding, language)}`,
  );
  const codes = seen.map(({code, where, at}) => `${code} (${where}, ${seconds(at)})`);
  const passed = states.map(({state, at}) => `${words.state[state] ?? state} ${seconds(at)}`);
  const held = Object.entries(conditions).map(
    ([name, value]) => `${planWords(name, language)} ${planWords(String(value), language)}`,
  );
  return [
    ...(list.length === 0 ? [words.agrees] : list),
    '',
    words.seen(codes.length === 0 ? words.nothing : codes.join(', ')),
    '',
    words.states(passed.join(', ')),
    '',
    words.conditions(held.join(', ')),
  ];
}
