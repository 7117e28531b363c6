// The command `administrator`: for phase 6 and reset-web-password, on a controller and as root; passwords come by stdin alone.

import type {Command} from 'commander';
import {HpchaError} from '../model/error.ts';
import type {Bind} from './bind.ts';

export function addAdministratorCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('administrator <what> [user]')
      .description(
        'on a controller, as root: exists, first, reset USER, pending USER (start and reset-web-password do it)',
      )
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)'),
    async (io, options, [what = '', user = '']) => {
      const {settingsPath} = await import('../web/settings.ts');
      const file = typeof options['settings'] === 'string' ? options['settings'] : settingsPath;
      const {administratorExists, makeAdministrator} = await import('../web/auth/administrator-process.ts');
      if (what === 'exists') return administratorExists(file, io);
      if (what === 'first') return makeAdministrator(file, io);
      if (user !== '' && (what === 'reset' || what === 'pending')) {
        const {passwordPending, resetFromStdin} = await import('../web/auth/reset-process.ts');
        return what === 'reset' ? resetFromStdin(file, user, io) : passwordPending(file, user, io);
      }
      const hint =
        'one of exists, first, reset USER, pending USER; for an operator: hpcha-tui reset-web-password --user NAME';
      throw new HpchaError({
        code: 'usage',
        where: 'administrator',
        what: `there is no ${what}${user === '' ? '' : ` ${user}`}`,
        hint,
      });
    },
  );
}
