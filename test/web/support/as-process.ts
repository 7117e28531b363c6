// A helper process for tests: the real one in everything but its accounts, which need not exist on this machine.

import {readFileSync} from 'node:fs';
import {unfit} from '../../../src/web/helpers/as/look-up-account.ts';
import {serveAs} from '../../../src/web/helpers/as/run-as-helper.ts';
import type {UnixAccount} from '../../../src/web/helpers/as/unix-account.ts';
import {webSettingsSchema} from '../../../src/web/settings.ts';

const given = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  settings: unknown;
  accounts: Record<string, UnixAccount>;
};

process.exitCode = await serveAs({
  settings: webSettingsSchema.parse(given.settings),
  mustBeMounted: false,
  lookUp: async (name) => {
    const account = given.accounts[name];
    if (account === undefined) throw unfit(name, 'unknown');
    return account;
  },
});
