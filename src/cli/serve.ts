// The command `serve NAME`: one of the eight web services, in this process, until SIGTERM.

import type {Command} from 'commander';
import type {Bind, CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';

export function addServeCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('serve <name>')
      .description(
        'run a web service on a controller: auth, jobs, files, metrics, realtime, dashboard, monitoring, admin',
      )
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)'),
    async (io, options, words) => runServe(io, options, words[0] ?? ''),
  );
}

async function runServe(io: CliIo, options: CommandOptions, name: string): Promise<number> {
  const {settingsPath} = await import('../web/settings.ts');
  const file = typeof options['settings'] === 'string' ? options['settings'] : settingsPath;
  const {serve} = await import('../web/serve.ts');
  return serve(name, file, io);
}
