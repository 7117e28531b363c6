// Runs the lab's command alone: `node src/lab/main.ts up …`, for work on the lab without the rest of the program.

import {runLab} from './command.ts';

process.exitCode = await runLab(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
