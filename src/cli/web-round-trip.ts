// The command `web-round-trip`: for `test --test web`, on a controller and as root.

import {isIP} from 'node:net';
import type {Command} from 'commander';
import {HpchaError} from '../model/error.ts';
import type {Bind} from './bind.ts';

export function addWebRoundTripCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('web-round-trip <what>')
      .description(
        'on a controller, as root: through ADDRESS of the site, or prepare, or sweep (test --test web does it)',
      )
      .option('--account <name>', 'act as this Unix account; left out: without files and jobs')
      .option('--partition <name>', 'submit a job there')
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)'),
    async (io, options, [what = '']) => {
      const {settingsPath} = await import('../web/settings.ts');
      const word = (name: string): string | null => (typeof options[name] === 'string' ? options[name] : null);
      const wish = {
        settingsFile: word('settings') ?? settingsPath,
        account: word('account'),
        partition: word('partition'),
      };
      const {prepareRoundTrip, runRoundTrip, sweepRoundTrip} = await import('../web/round-trip/run-round-trip.ts');
      if (what === 'prepare') return prepareRoundTrip(wish, io);
      if (what === 'sweep') return sweepRoundTrip(wish, io);
      if (isIP(what) !== 0) return runRoundTrip(wish, what, io);
      throw new HpchaError({code: 'usage', where: 'web-round-trip', what: `${what} is no address, prepare or sweep`});
    },
  );
}
