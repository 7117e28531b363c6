// The command `helper as`: one connection that systemd accepted, on stdin and stdout, served from root down to one Unix account.

import {writeSync} from 'node:fs';
import {HpchaError} from '../../../model/error.ts';
import {loadWebSettings} from '../../load-settings.ts';
import {makeVerifyToken} from '../../session/verify-token.ts';
import type {WebSettings} from '../../settings.ts';
import {settingsPath} from '../../settings.ts';
import {stdioStream} from '../stdio-stream.ts';
import {makeCarry, placeOf} from './carry-out.ts';
import {dropRights} from './drop-rights.ts';
import {ensureFirstRoot} from './first-root.ts';
import {lookUpAccount} from './look-up-account.ts';
import {serveConnection} from './serve-connection.ts';
import type {UnixAccount} from './unix-account.ts';
import {Wire} from './wire.ts';

export type AsHelperOptions = {
  readonly settings: WebSettings;
  /** getent(1); tests have accounts of their own. */
  readonly lookUp?: (name: string) => Promise<UnixAccount>;
  readonly mustBeMounted?: boolean;
};

/** Serves the connection on file descriptor 0 until it is over. Must be started as root. */
export async function runAsHelper(settingsFile: string = settingsPath): Promise<number> {
  return serveAs({settings: await loadWebSettings(settingsFile)});
}

export async function serveAs(options: AsHelperOptions): Promise<number> {
  if (process.getuid?.() !== 0) {
    throw new HpchaError({
      code: 'usage',
      where: 'helper as',
      what: 'this is started by systemd as root, for one connection',
      hint: 'systemctl status hpcha-as.socket',
    });
  }
  const {settings} = options;
  const now = (): number => Date.now();
  const carry = {settings, now, mustBeMounted: options.mustBeMounted ?? true};
  const wire = new Wire(stdioStream());
  await serveConnection(wire, {
    verify: makeVerifyToken({tokenKey: settings.tokenKey, cluster: settings.cluster, now}),
    lookUp: options.lookUp ?? ((name) => lookUpAccount(name, now())),
    prepare: (account) => ensureFirstRoot(placeOf(carry, account.name), account),
    drop: dropRights,
    carry: makeCarry(carry),
    // At once and whole: the process may end right after.
    audit: (line) => void writeSync(2, `${line}\n`),
    now,
  });
  return 0;
}
