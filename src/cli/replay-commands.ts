// The words of `replay` and `logs` on the command line.

import type {Command} from 'commander';
import {InvalidArgumentError} from 'commander';
import type {Bind} from './bind.ts';

export function addReplayCommands(program: Command, bind: Bind): void {
  bind(
    program
      .command('replay [file]')
      .description('play what a console recorded; without a file list the recordings of this machine')
      .option('--speed <n>', 'times as fast, 0.25 to 64', speed, 1),
    async (io, options, words) => {
      const {listRecordings, runReplay} = await import('./replay.ts');
      return words[0] === undefined ? listRecordings(io, options) : runReplay(io, options, words[0]);
    },
  );
  bind(
    program
      .command('logs')
      .description('the journals of all controllers as one, by time')
      .option('--unit <unit>', 'this unit alone (mariadb, keepalived …)')
      .option('--host <controller>', 'this controller alone')
      .option('--since <time>', 'from so long ago: 90s, 10min, 2h, at most 1d (default: the last 500 lines of each)')
      .option('--priority <severity>', 'this severe or worse: err, warning, notice …')
      .option('--grep <words>', 'only lines with these words; with ! in front only lines without')
      .option('--follow', 'go on with what comes, until Ctrl-C'),
    async (io, options) => (await import('./logs.ts')).runLogs(io, options),
  );
}

function speed(text: string): number {
  const value = Number(text);
  if (value >= 0.25 && value <= 64) return value;
  throw new InvalidArgumentError('expected a number from 0.25 to 64');
}
