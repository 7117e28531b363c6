// Collects the configuration's secrets under the names that plans refer to them by.

import type {Secret, SecretValues} from '../model/secret.ts';
import type {ClusterConfig} from './schema.ts';

/** Names as in SecretRef; only those that the configuration defines. `generated.*` is the Runner's business. */
export function secretValues(config: ClusterConfig): SecretValues {
  const named: readonly (readonly [string, Secret | undefined])[] = [
    ['database.password', config.database.password],
    ['database.auth_password', config.database.auth_password],
    ['slurm.db_password', config.slurm.db_password],
    ['redis.password', config.redis.password],
    ['web.session_secret', config.web.session_secret],
    ['web.jwt_secret', config.web.jwt_secret],
    ['web.grafana_password', config.web.grafana_password],
    ['web.oidc.client_secret', config.web.oidc?.client_secret],
  ];
  return new Map(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
