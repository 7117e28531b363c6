// `drill list`: the catalogue with what the configuration predicts; it asks nobody.

import {drills} from '../../actions/drills/catalogue.ts';
import type {DrillContext, DrillDefinition} from '../../actions/drills/drill-definition.ts';
import {findConfig} from '../../config/find-config.ts';
import {loadConfig} from '../../config/load.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Predictions} from '../../model/drill/drill.ts';
import {type ReportWords, reportWords} from '../../model/drill/report-words.ts';
import {emptySnapshot} from '../../model/snapshot.ts';
import type {CommandOptions} from '../bind.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';
import {padTo} from '../run/plan-text.ts';

export async function runDrillList(io: CliIo, options: CommandOptions): Promise<number> {
  const {config} = await loadConfig(findConfig(options.config[0], io.env, io.cwd), io.env);
  const language = languageOf(options, io.env);
  const words = reportWords[language];
  const rows = drills.map((drill) => {
    const predictedMs = drill.predict(contextOf(config, drill));
    const {id, class: kind, title, target} = drill;
    return {id, class: kind, title, target, predictedMs, allowed: kind !== 'L' || config.lab};
  });
  if (options.json) {
    io.stdout(`${JSON.stringify({schema: 1, drills: rows.map((row) => ({...row, title: row.title.en}))})}\n`);
    return 0;
  }
  for (const row of rows) {
    const mark = row.allowed ? row.class : `${row.class} (${words.labOnly})`;
    io.stdout(
      `${row.id}  ${padTo(mark, 12)} ${row.title[language]}\n     ${words.target(words.roles[row.target] ?? row.target, predictedText(row.predictedMs, words))}\n`,
    );
  }
  io.stdout(`\n${words.classes}\n`);
  return 0;
}

/** As if the first controller had every role: what its loss would cost. */
function contextOf(config: ClusterConfig, _drill: DrillDefinition): DrillContext {
  const target = config.nodes.controllers[0]?.hostname ?? '';
  const roles = {vipOwner: target, redisMaster: target, slurmControl: target, slurmdbd: target};
  return {config, snapshot: emptySnapshot(config.cluster.name, 0), roles, target};
}

function predictedText(predicted: Predictions, words: ReportWords): string {
  const parts = Object.entries(predicted).filter(([, ms]) => ms !== null && ms !== 0);
  if (Object.keys(predicted).length === 0) return words.allAway;
  return parts.length === 0
    ? words.noInterruption
    : parts.map(([name, ms]) => `${name} ${(Number(ms) / 1000).toFixed(1)} s`).join(', ');
}
