// The command `web-round-trip`: for `test --test web`, on a controller and as root.

import {isIP} from 'node:net';
import type {Command} from 'commander';
import {HpchaError} from '../model/error.ts';
import type {Bind} from './bind.ts';

export function addWebRoundTripCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('web-round-trip <what>')
      .description('on a controller, as root: through ADDRESS of the site, or sweep (test --test web does it)')
      .option('--settings <file>', 'what phase 6 wrote (default /etc/hpcha/web/web.json)'),
    async (io, options, [what = '']) => {
      const {settingsPath} = await import('../web/settings.ts');
      const file = typeof options['settings'] === 'string' ? options['settings'] : settingsPath;
      const {runRoundTrip, sweepRoundTrip} = await import('../web/round-trip/run-round-trip.ts');
      if (what === 'sweep') return sweepRoundTrip(file, io);
      if (isIP(what) !== 0) return runRoundTrip(file, what, io);
      throw new HpchaError({code: 'usage', where: 'web-round-trip', what: `${what} is neither an address nor sweep`});
    },
  );
}
