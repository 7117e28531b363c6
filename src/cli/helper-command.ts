// The command `helper NAME`: the parts with rights of the web services, started by systemd with a connection as stdin.

import type {Command} from 'commander';
import {HpchaError} from '../model/error.ts';
import type {Bind} from './bind.ts';

/** Each loads only what it needs: they are started for single questions. */
const helpers: Readonly<Record<string, () => Promise<number>>> = {
  act: async () => (await import('../web/helpers/act/run-act-helper.ts')).runActHelper(),
  peer: async () => (await import('../web/helpers/peer/run-peer-helper.ts')).runPeerHelper(),
  as: async () => (await import('../web/helpers/as/run-as-helper.ts')).runAsHelper(),
  look: async () => (await import('../web/helpers/look/run-look-helper.ts')).runLookHelper(),
};

export function addHelperCommand(program: Command, bind: Bind): void {
  bind(
    program
      .command('helper <name>')
      .description('systemd only: look, act, as or peer, for the web services of this controller'),
    async (_io, _options, [name = '']) => {
      const run = Object.entries(helpers).find(([one]) => one === name)?.[1];
      if (run !== undefined) return run();
      const hint = `one of ${Object.keys(helpers).join(', ')}`;
      throw new HpchaError({code: 'usage', where: 'helper', what: `there is no helper ${name}`, hint});
    },
  );
}
