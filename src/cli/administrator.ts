// The command `administrator`: for phase 6, on a controller and as root; makes the first one of the web services.

import type {Command} from 'commander';
import {HpchaError} from '../model/error.ts';
import type {Bind} from './bind.ts';

export function addAdministratorCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('administrator <what>')
      .description('on a controller, as root: exists, or first with a password on stdin (phase 6 does it)')
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)'),
    async (io, options, [what = '']) => {
      const {settingsPath} = await import('../web/settings.ts');
      const file = typeof options['settings'] === 'string' ? options['settings'] : settingsPath;
      const {administratorExists, makeAdministrator} = await import('../web/auth/administrator-process.ts');
      if (what === 'exists') return administratorExists(file, io);
      if (what === 'first') return makeAdministrator(file, io);
      const hint = 'one of exists, first';
      throw new HpchaError({code: 'usage', where: 'administrator', what: `there is no ${what}`, hint});
    },
  );
}
