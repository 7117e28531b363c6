// The lab's command as a process of its own, for tests that kill it.

import {runLab} from '../../../src/lab/command.ts';

process.exitCode = await runLab(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
});
