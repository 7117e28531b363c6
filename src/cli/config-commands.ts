// The words of `config` and `completion` on the command line.

import type {Command} from 'commander';
import type {Bind} from './bind.ts';

export function addConfigCommands(program: Command, bind: Bind): void {
  const config = program.command('config').description('the YAML file: init, check, schema, path');
  bind(
    config.command('init [file]').description('write a commented example with mode 0600; never overwrites'),
    async (io, _options, words) => {
      const {runConfigInit} = await import('./config.ts');
      return runConfigInit(io, words[0]);
    },
  );
  bind(config.command('check').description('validate without touching the network'), async (io, options) => {
    const {runConfigCheck} = await import('./config.ts');
    return runConfigCheck(io, {
      ...(options.config[0] === undefined ? {} : {config: options.config[0]}),
      json: options.json,
      lang: options.lang,
    });
  });
  bind(config.command('schema').description('print the JSON schema of the file'), async (io) => {
    const {runConfigSchema} = await import('./config.ts');
    return runConfigSchema(io);
  });
  bind(
    config
      .command('sudoers [user]')
      .description('print the sudoers file of an account that can watch and nothing else (default hpcha-watch)'),
    async (io, options, words) => {
      const {runConfigSudoers} = await import('./config-sudoers.ts');
      return runConfigSudoers(io, options.config[0], words[0]);
    },
  );
  bind(config.command('path').description('print which file would be used'), async (io, options) => {
    const {runConfigPath} = await import('./config.ts');
    return runConfigPath(io, options.config[0]);
  });
}
