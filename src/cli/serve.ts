// The command `serve NAME`: one of the eight web services, in this process, until SIGTERM.

import type {Command} from 'commander';
import type {AuthErrand} from '../web/auth/auth-errands.ts';
import type {Bind, CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';

export function addServeCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('serve <name>')
      .description(
        'run a web service on a controller: auth, jobs, files, metrics, realtime, dashboard, monitoring, admin',
      )
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)')
      .option('--credentials <dir>', 'instead of $CREDENTIALS_DIRECTORY, which systemd sets for the unit')
      .option('--migrate', 'auth: make the tables of auth_db where they are missing, then end')
      .option('--first-admin <name>', 'auth: the password is read from stdin; nothing is done where there is one')
      .option('--any-admin', 'auth: print yes or no: is there an administrator?'),
    async (io, options, words) => runServe(io, options, words[0] ?? ''),
  );
}

async function runServe(io: CliIo, options: CommandOptions, name: string): Promise<number> {
  const {settingsPath} = await import('../web/settings.ts');
  const file = typeof options['settings'] === 'string' ? options['settings'] : settingsPath;
  const credentials = options['credentials'];
  const env = typeof credentials === 'string' ? {...io.env, CREDENTIALS_DIRECTORY: credentials} : io.env;
  const errand = errandOf(options);
  if (errand !== undefined) {
    const {runAuthErrand} = await import('../web/auth/auth-errands.ts');
    return runAuthErrand(name, errand, file, {stdout: io.stdout, env, readStdin});
  }
  const {serve} = await import('../web/serve.ts');
  return serve(name, file, {stdout: io.stdout, env, signal: io.signal});
}

function errandOf(options: CommandOptions): AuthErrand | undefined {
  if (options['migrate'] === true) return {kind: 'migrate'};
  if (options['anyAdmin'] === true) return {kind: 'any-admin'};
  const name = options['firstAdmin'];
  return typeof name === 'string' ? {kind: 'first-admin', name} : undefined;
}

/** A password is one line; more than this is a mistake. */
const longestInput = 4096;

async function readStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > longestInput) break;
  }
  return text;
}
