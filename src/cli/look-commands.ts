// The words of the looks on the command line: `status`, and the console, which without a terminal behaves as `status`.

import {type Command, Option} from 'commander';
import {findConfig} from '../config/find-config.ts';
import {nearestWord} from '../config/nearest.ts';
import {HpchaError} from '../model/error.ts';
import type {Bind, CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';
import type {StatusDeps} from './status.ts';

export function addLookCommands(program: Command, bind: Bind): void {
  bind(program.allowExcessArguments(), async (io, options) => {
    const [word] = program.args;
    if (word !== undefined) throw unknownCommand(word, program);
    return openConsole(io, options);
  });
  bind(
    program
      .command('status')
      .description('one look at the cluster, judged; the exit code is the verdict')
      .option('--all', 'every fact of every controller')
      .option('--service <name>', 'one service alone: glusterfs, mariadb, redis, slurm, keepalived, web, host'),
    lookAtStatus,
  );
  bind(
    program
      .command('health')
      .description('the web services on every controller: status, latency, version; the exit code is the verdict')
      .addOption(new Option('--output <format>', 'table or json').choices(['table', 'json']).default('table'))
      .option('--service <name>', 'one alone: auth, jobs, files, metrics, realtime, dashboard, monitoring, admin'),
    lookAtHealth,
  );
}

/** The console takes no words: one that stands there was meant to be a command. */
function unknownCommand(word: string, program: Command): HpchaError {
  const near = nearestWord(
    word,
    program.commands.map((command) => command.name()).filter((name) => !name.startsWith('_')),
  );
  return new HpchaError({
    code: 'usage',
    where: 'hpcha-tui',
    what: `unknown command '${word}'${near === undefined ? '' : `; did you mean ${near}?`}`,
    hint: 'hpcha-tui --help lists the commands',
  });
}

async function openConsole(io: CliIo, options: CommandOptions): Promise<number> {
  if (options['plain'] !== true && (!io.stdoutIsTty || !io.stdinIsTty || io.env['TERM'] === 'dumb'))
    return lookAtStatus(io, options);
  const {runConsoleCommand} = await import('./console.ts');
  return runConsoleCommand(io, options);
}

const againAfterMs = 2000;

/** Loads the configuration, opens the connections, and closes them whatever comes of the look. */
async function withStatusDeps(
  io: CliIo,
  options: CommandOptions,
  look: (deps: StatusDeps) => Promise<number>,
): Promise<number> {
  const {loadConfig} = await import('../config/load.ts');
  const {tellWarnings} = await import('./config-warnings.ts');
  const loaded = await loadConfig(findConfig(options.config[0], io.env, io.cwd), io.env);
  tellWarnings(io, loaded.warnings, languageOf(options, io.env));
  const {openTransport} = await import('../transport/open-transport.ts');
  const {Secret} = await import('../model/secret.ts');
  const transport = openTransport(loaded.config, {
    secrets: loaded.secrets,
    signal: io.signal,
    askPassword: async (prompt) => new Secret(await io.ask(prompt, {hidden: true})),
  });
  try {
    return await look({...io, config: loaded.config, transport, now: () => Date.now()});
  } finally {
    await transport.close();
  }
}

async function lookAtStatus(io: CliIo, options: CommandOptions): Promise<number> {
  const {runStatus} = await import('./status.ts');
  const wanted = {
    json: options.json,
    color: options.color,
    all: options['all'] === true,
    lang: languageOf(options, io.env),
    ...(typeof options['service'] === 'string' ? {service: options['service']} : {}),
    ...(options.timeout === undefined ? {} : {timeout: options.timeout}),
  };
  return withStatusDeps(io, options, async (deps) => {
    let exitCode = await runStatus(deps, wanted);
    while (options.watch && (await pause(againAfterMs, io.signal))) {
      if (!options.json) io.stdout('\n');
      exitCode = await runStatus(deps, wanted);
    }
    return exitCode;
  });
}

/** Waits; false when it was cancelled meanwhile. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(true), milliseconds);
    const onAbort = (): void => finish(false);
    const finish = (goOn: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(goOn);
    };
    signal.addEventListener('abort', onAbort);
  });
}

async function lookAtHealth(io: CliIo, options: CommandOptions): Promise<number> {
  const {runHealth} = await import('./health.ts');
  const output: 'json' | 'table' = options.json || options['output'] === 'json' ? 'json' : 'table';
  const wanted = {
    output,
    lang: languageOf(options, io.env),
    ...(typeof options['service'] === 'string' ? {service: options['service']} : {}),
    ...(options.timeout === undefined ? {} : {timeout: options.timeout}),
  };
  return withStatusDeps(io, options, (deps) => runHealth(deps, wanted));
}
