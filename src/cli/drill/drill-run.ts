// `drill run ID`: plan, confirmation by class, run, and the report when it has ended.

import {drillIds} from '../../actions/drills/catalogue.ts';
import type {DrillReport} from '../../model/drill/report.ts';
import {reportMarkdown} from '../../model/drill/report-text.ts';
import {HpchaError} from '../../model/error.ts';
import type {RunProgress} from '../../model/run-progress.ts';
import {readReport} from '../../run/drill/drill-store.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {CommandOptions} from '../bind.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';
import {planAndRun} from '../run/plan-and-run.ts';
import {runFlags} from '../run/run-flags.ts';

export async function runDrillRun(io: CliIo, options: CommandOptions, given: string): Promise<number> {
  const flags = runFlags(options);
  const drill = given.toUpperCase();
  if (!drillIds.includes(drill)) {
    const hint = `one of ${drillIds.join(', ')}: hpcha-tui drill list`;
    throw new HpchaError({code: 'usage', where: 'drill', what: `there is no drill ${given}`, hint});
  }
  const target = options['target'];
  const input = {drill, ...(typeof target === 'string' ? {target} : {})};
  const report = async ({started}: RunProgress): Promise<DrillReport | null> =>
    started === null ? null : readReport(stateDirectory(io.env), started.runId);
  return planAndRun(io, {
    request: {action: 'drill', input, overrides: flags.overrides},
    ...{options, flags, rolling: false},
    summary: {
      json: async (progress) => ({report: await report(progress)}),
      text: async (progress) => {
        const found = await report(progress);
        return found === null ? '' : `\n${reportMarkdown(found, languageOf(options, io.env))}`;
      },
    },
  });
}
