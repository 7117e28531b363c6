// The command line: words and flags to functions. Everything heavy is imported only by the command that needs it.

import {Command, CommanderError, InvalidArgumentError, Option} from 'commander';
import {themeNames} from '../model/theme-name.ts';
import {version} from '../version.ts';
import {addActionCommands} from './action-commands.ts';
import {addAdministratorCommand} from './administrator.ts';
import {makeBind} from './bind.ts';
import {addConfigCommands} from './config-commands.ts';
import {exitCodeHelp} from './exit-code.ts';
import {addHelperCommand} from './helper-command.ts';
import type {CliIo} from './io.ts';
import {languageOfArguments} from './language.ts';
import {addLookCommands} from './look-commands.ts';
import {describeError} from './print-error.ts';
import {addReplayCommands} from './replay-commands.ts';
import {addRunCommands} from './run-commands.ts';
import {addServeCommand} from './serve.ts';
import {refuseRepeatedValues} from './single-values.ts';
import {addWebRoundTripCommand} from './web-round-trip.ts';

/** Runs one command line and returns its exit code. Never throws. */
export async function runProgram(argv: readonly string[], io: CliIo): Promise<number> {
  // `lab ssh HOST CMD --flag` belongs to the lab and the remote command: it is not parsed here.
  if (argv[0] === 'lab') {
    const {runLab} = await import('../lab/command.ts');
    return runLab(argv.slice(1), io);
  }
  let exitCode = 0;
  try {
    const program = buildProgram(io, (code) => {
      exitCode = code;
    });
    await program.parseAsync([...argv], {from: 'user'});
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 64;
    const json = argv.includes('--json');
    const verbose = argv.includes('-v') || argv.includes('--verbose');
    const described = describeError(thrown, {json, verbose, language: languageOfArguments(argv, io.env)});
    (json ? io.stdout : io.stderr)(described.text);
    return described.exitCode;
  }
}

/** The whole table of commands; `done` receives the exit code of the one that ran. */
export function buildProgram(io: CliIo, done: (exitCode: number) => void): Command {
  const program = new Command('hpcha-tui')
    .description(
      'Operations console of an N-way highly available HPC head-node cluster.\nWithout a command it opens the console; without a terminal it behaves as status.',
    )
    .version(version, '-V, --version')
    .option(
      '--config <file>',
      'the cluster (default ./my_multihead_cluster.yaml, then XDG, then /etc/hpcha/)',
      collect,
      [],
    )
    .option('--json', 'machine-readable answer on stdout')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .option('--timeout <seconds>', 'give up a look after this long', seconds)
    .option('-v, --verbose', 'say more on stderr')
    .addOption(new Option('--lang <language>', 'language of the screen').choices(['en', 'ko']))
    .addOption(new Option('--theme <name>', "colours of the console; 'mono' has none").choices(themeNames))
    .option('--watch', 'console: can only look, ever; status: look again every 2 s')
    .option('--operate', 'console: start in operate mode')
    .option('--plain', 'console: lines instead of a screen, for screen readers')
    .option('--no-bell', 'console: do not ring when a verdict gets worse (HPCHA_BELL=off works too)')
    .showHelpAfterError('(hpcha-tui --help lists the commands)')
    .showSuggestionAfterError(true)
    .addHelpText('after', `\n${exitCodeHelp}`)
    .configureOutput({writeOut: io.stdout, writeErr: io.stderr})
    .exitOverride();
  const bind = makeBind(io, done);
  addLookCommands(program, bind);
  addRunCommands(program, bind);
  addActionCommands(program, bind);
  addConfigCommands(program, bind);
  addReplayCommands(program, bind);
  addServeCommand(program, bind);
  addAdministratorCommand(program, bind);
  addWebRoundTripCommand(program, bind);
  addHelperCommand(program, bind);
  program
    .command('lab')
    .description('real controllers on this machine: up, down, status, config, ssh, poweroff … (lab --help)');
  bind(program.command('version').description('print the version'), async () => {
    io.stdout(`${version}\n`);
    return 0;
  });
  return refuseRepeatedValues(program);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || value > 3600) {
    throw new InvalidArgumentError('expected seconds, more than 0 and at most 3600');
  }
  return value;
}
