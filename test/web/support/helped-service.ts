// A web service with real helper processes behind it: temporary storage, accounts of the test, requests as any of them.

import {chmodSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import type {RegisterService} from '../../../src/web/app/web-app.ts';
import type {WebServiceName} from '../../../src/web/services.ts';
import type {Claims} from '../../../src/web/session/claims.ts';
import type {WebSettings} from '../../../src/web/settings.ts';
import {type AsSocket, openAsSocket} from './as-socket.ts';
import {makeTestKey, makeTestService, type TestService, testSettings} from './test-service.ts';

/** Tests of what the helper does need root, as the helper itself does. */
export const asRoot = process.getuid?.() === 0;

export const uids = {alice: 61_001, bob: 61_002, oper: 61_003} as const;
export type Who = keyof typeof uids;

export type HelpedService = {
  readonly service: TestService;
  readonly helper: AsSocket;
  readonly mount: string;
  readonly home: (who: Who) => string;
  /** Headers of a browser signed in as somebody. */
  readonly headers: (who: Who, claims?: Partial<Claims>) => Promise<Record<string, string>>;
  readonly close: () => Promise<void>;
};

export async function makeHelpedService(
  name: WebServiceName,
  register: (socketPath: string) => RegisterService,
  changed: Partial<WebSettings> = {},
): Promise<HelpedService> {
  const mount = mkdtempSync('/dev/shm/hpcha-mount-');
  chmodSync(mount, 0o755);
  mkdirSync(`${mount}/shared`);
  chmodSync(`${mount}/shared`, 0o1777);
  const key = makeTestKey();
  const files = {mount, roots: ['home/{user}', 'shared'], maxUploadBytes: 64 * 2 ** 20};
  const settings: Partial<WebSettings> = {files, ...changed};
  const accounts = Object.fromEntries(
    Object.entries(uids).map(([who, uid]) => [
      who,
      {name: who, uid, gid: uid, home: `/home/${who}`, shell: '/bin/bash'},
    ]),
  );
  const helper = await openAsSocket(testSettings(key.tokenKey, settings), accounts);
  const now = (): number => Date.now();
  const service = await makeTestService(register(helper.socketPath), {name, settings, key, now});
  return {
    service,
    helper,
    mount,
    home: (who) => `${mount}/home/${who}`,
    headers: (who, claims = {}) => {
      const iat = Math.floor(Date.now() / 1000) - 5;
      const role = who === 'oper' ? 'operator' : 'user';
      return service.browser({unix: who, name: who, role, iat, exp: iat + 600, ...claims});
    },
    close: async () => {
      await service.app.close();
      await helper.close();
      rmSync(mount, {recursive: true, force: true});
    },
  };
}
