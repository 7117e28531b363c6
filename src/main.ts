// The composition root: this process's arguments, streams and signals to one command, and its exit code.

import {runProgram} from './cli/program.ts';
import {processIo} from './cli/terminal.ts';

process.exitCode = await runProgram(process.argv.slice(2), processIo());
