// The report as Markdown: figures first, the picture of the time line, then what was found.

import type {Language} from '../message.ts';
import {findingText} from '../messages.ts';
import type {DrillReport, ServiceReport} from './report.ts';
import {drawTimeline} from './timeline.ts';

/** Complete Markdown, ending in a newline. */
export function reportMarkdown(report: DrillReport, language: Language = 'en'): string {
  return `${[...head(report), '', ...table(report), '', ...picture(report), '', ...details(report, language)].join('\n')}\n`;
}

function head(report: DrillReport): readonly string[] {
  const {drill, title, cluster, target, result, startedAt, by, reason, runId, vantage, vantageWhy} = report;
  return [
    `# ${drill} ${title}: ${result}`,
    '',
    `- cluster ${cluster}, target ${target}, class ${report.class}`,
    `- ${startedAt}, by ${by}${reason === null ? '' : `, reason: ${reason}`} (run ${runId})`,
    `- watched from this machine and ${vantage === null ? `from nowhere else (${vantageWhy ?? 'not possible'})` : vantage}`,
    `- all green ${healed(report)}`,
  ];
}

function healed({healMs, outageMs}: DrillReport): string {
  if (healMs === null || outageMs === null) return 'was not seen again';
  return `${seconds(healMs)} after restore, ${seconds(outageMs)} after the fault`;
}

function table({services}: DrillReport): readonly string[] {
  return [
    '| service | predicted | this machine | controller | aim | acknowledged | lost | unexpected | recovered | second interruptions |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...services.map(row),
  ];
}

function row({service, predictedMs, rtoMs, aimMs, loss, failbacks}: ServiceReport): string {
  const cells = [
    ...[service, seconds(predictedMs), rto(rtoMs.console), rto(rtoMs.controller), seconds(aimMs)],
    ...(loss === null ? ['–', '–', '–', '–'] : [loss.acked, loss.lost, loss.unexpected, loss.recovered].map(String)),
    String(failbacks),
  ];
  return `| ${cells.join(' | ')} |`;
}

function rto(value: number | null | undefined): string {
  if (value === undefined) return '–';
  if (value === null) return 'did not come back';
  return value === 0 ? 'not interrupted' : seconds(value);
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

function picture(report: DrillReport): readonly string[] {
  return ['```', ...drawTimeline(report.timeline, report.moments), '```'];
}

function details({findings, seen, conditions, states}: DrillReport, language: Language): readonly string[] {
  const list = findings.map((finding) => `- ${finding.level}: ${findingText(finding, language)}`);
  const codes = seen.map(({code, where, at}) => `${code} (${where}, ${seconds(at)})`);
  return [
    ...(list.length === 0 ? ['No finding: prediction and measurement agree, nothing was lost.'] : list),
    '',
    `Seen meanwhile: ${codes.length === 0 ? 'nothing' : codes.join(', ')}`,
    '',
    `States: ${states.map(({state, at}) => `${state} ${seconds(at)}`).join(', ')}`,
    '',
    `Conditions: ${Object.entries(conditions)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  ];
}
