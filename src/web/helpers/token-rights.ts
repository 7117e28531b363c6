// Who may act: the helper looks at the token itself, whatever the web service that passed it on believes.

import {HpchaError} from '../../model/error.ts';
import {includesRole} from '../../model/web/roles.ts';
import {loadWebSettings} from '../load-settings.ts';
import type {Claims} from '../session/claims.ts';
import {makeVerifyToken, requireSettled} from '../session/verify-token.ts';
import {settingsPath} from '../settings.ts';

/** The claims of an operator or admin whose token holds now. Rejects with `auth` or `refused`. */
export async function verifyOperator(token: string, settingsFile = settingsPath): Promise<Claims> {
  const {tokenKey, cluster} = await loadWebSettings(settingsFile);
  const claims = await makeVerifyToken({tokenKey, cluster, now: () => Date.now()})(token);
  requireSettled(claims);
  if (includesRole(claims.role, 'operator')) return claims;
  throw new HpchaError({
    code: 'refused',
    where: 'helper',
    what: `this needs the role operator; ${claims.name} has ${claims.role}`,
    hint: 'ask an administrator for the role',
  });
}
