// `drill list`: the catalogue with what the configuration predicts; it asks nobody.

import {type DrillContext, type DrillDefinition, drills} from '../../actions/drills/catalogue.ts';
import {findConfig} from '../../config/find-config.ts';
import {loadConfig} from '../../config/load.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Predictions} from '../../model/drill/drill.ts';
import {emptySnapshot} from '../../model/snapshot.ts';
import type {CommandOptions} from '../bind.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';

export async function runDrillList(io: CliIo, options: CommandOptions): Promise<number> {
  const {config} = await loadConfig(findConfig(options.config[0], io.env, io.cwd), io.env);
  const language = languageOf(options, io.env);
  const rows = drills.map((drill) => {
    const predictedMs = drill.predict(contextOf(config, drill));
    const {id, class: kind, title, target} = drill;
    return {id, class: kind, title: title[language], target, predictedMs, allowed: kind !== 'L' || config.lab};
  });
  if (options.json) {
    io.stdout(`${JSON.stringify({schema: 1, drills: rows})}\n`);
    return 0;
  }
  for (const row of rows) {
    const mark = row.allowed ? row.class : `${row.class} (lab only)`;
    io.stdout(
      `${row.id}  ${mark.padEnd(12)} ${row.title}\n     target ${row.target}; predicted: ${predictedText(row.predictedMs)}\n`,
    );
  }
  io.stdout('\nP: safe in a maintenance window. W: a brief outage is expected. L: lab only.\n');
  return 0;
}

/** As if the first controller had every role: what its loss would cost. */
function contextOf(config: ClusterConfig, _drill: DrillDefinition): DrillContext {
  const target = config.nodes.controllers[0]?.hostname ?? '';
  const roles = {vipOwner: target, redisMaster: target, slurmControl: target, slurmdbd: target};
  return {config, snapshot: emptySnapshot(config.cluster.name, 0), roles, target};
}

function predictedText(predicted: Predictions): string {
  const parts = Object.entries(predicted).filter(([, ms]) => ms !== null && ms !== 0);
  if (Object.keys(predicted).length === 0) return 'everything is away until it is brought back';
  return parts.length === 0
    ? 'no interruption'
    : parts.map(([name, ms]) => `${name} ${(Number(ms) / 1000).toFixed(1)} s`).join(', ');
}
