// `drill report` and `drill history`: what drills measured, and how their figures went over time.

import type {DrillReport} from '../../model/drill/report.ts';
import {worstRto} from '../../model/drill/report.ts';
import {reportMarkdown} from '../../model/drill/report-text.ts';
import {type ReportWords, reportWords} from '../../model/drill/report-words.ts';
import {HpchaError} from '../../model/error.ts';
import {readReports} from '../../run/drill/drill-store.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {CommandOptions} from '../bind.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';
import {padTo} from '../run/plan-text.ts';

export async function runDrillReport(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const reports = await readReports(stateDirectory(io.env));
  const report = given === undefined ? reports[0] : reports.find(({runId}) => runId.startsWith(given));
  if (report === undefined) {
    const what =
      given === undefined ? 'no drill was run from this machine yet' : `no drill ${given} left a report here`;
    throw new HpchaError({code: 'usage', where: 'drill', what, hint: 'hpcha-tui drill history'});
  }
  io.stdout(options.json ? `${JSON.stringify(report)}\n` : reportMarkdown(report, languageOf(options, io.env)));
  return 0;
}

/** Newest first; below, for each drill that was run more than once, the figures of every service from old to new. */
export async function runDrillHistory(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const all = await readReports(stateDirectory(io.env));
  const reports = given === undefined ? all : all.filter(({drill}) => drill === given.toUpperCase());
  if (options.json) {
    const rows = reports.map(({timeline: _timeline, streams: _streams, ...rest}) => rest);
    io.stdout(`${JSON.stringify({schema: 1, drills: rows, trends: trendsOf(reports)})}\n`);
    return 0;
  }
  const words = reportWords[languageOf(options, io.env)];
  if (reports.length === 0) io.stdout(`${words.noDrills}\n`);
  for (const report of reports) io.stdout(`${rowText(report, words)}\n`);
  for (const trend of trendsOf(reports)) io.stdout(`${trendText(trend, words)}\n`);
  return 0;
}

function rowText(report: DrillReport, words: ReportWords): string {
  const {runId, startedAt, cluster, drill, target, by, result, services, healMs, reason} = report;
  const figures = services.map((service) => `${service.service} ${seconds(worstRto(service), words)}`).join('  ');
  const lost = services.reduce((sum, {loss}) => sum + (loss?.lost ?? 0), 0);
  const why = reason === null ? '' : `  ${reason}`;
  const ended = padTo(words.result[result], 7);
  return `${runId}  ${startedAt.slice(0, 19)}Z  ${cluster}  ${drill} ${target}  ${by}  ${ended} ${figures}  ${words.row(lost, seconds(healMs, words))}${why}`;
}

type Trend = {
  readonly cluster: string;
  readonly drill: string;
  readonly service: string;
  readonly values: readonly (number | null)[];
  readonly medianMs: number | null;
};

function trendsOf(reports: readonly DrillReport[]): readonly Trend[] {
  const byDrill = Map.groupBy(reports.toReversed(), ({cluster, drill}) => `${cluster} ${drill}`);
  return [...byDrill.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined || list.length < 2) return [];
    const names = [...new Set(list.flatMap(({services}) => services.map(({service}) => service)))];
    return names.map((service): Trend => {
      const values = list.flatMap(({services}) => services.filter((each) => each.service === service).map(worstRto));
      return {cluster: first.cluster, drill: first.drill, service, values, medianMs: median(values)};
    });
  });
}

/** null where any of them did not come back: a median would hide it. */
function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known.length === values.length ? (known[Math.floor((known.length - 1) / 2)] ?? null) : null;
}

const bars = '▁▂▃▄▅▆▇█';

function trendText({cluster, drill, service, values, medianMs}: Trend, words: ReportWords): string {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const bar = values.map((value) => (value === null ? '!' : (bars[Math.round((value / most) * 7)] ?? '▁'))).join('');
  const last = seconds(values.at(-1) ?? null, words);
  return `${cluster} ${drill} ${service.padEnd(10)} ${bar}  ${words.trend(seconds(medianMs, words), last, values.length)}`;
}

function seconds(ms: number | null, words: ReportWords): string {
  return ms === null ? words.never : `${(ms / 1000).toFixed(2)} s`;
}
