// The names by which plans refer to secrets: configured ones where there are, generated ones where the YAML names none.

import type {ClusterConfig} from '../config/schema.ts';
import type {SecretForm, SecretRef} from '../model/secret.ts';

function ref(secret: string, form?: SecretForm): SecretRef {
  return form === undefined ? {secret} : {secret, form};
}

/** Password of the administrator's account in MariaDB (`database.user`). */
export function databasePassword(config: ClusterConfig, form?: SecretForm): SecretRef {
  return ref(config.database.password === undefined ? 'generated.database' : 'database.password', form);
}

/** Password of the `auth` account, which owns auth_db. */
export function authPassword(config: ClusterConfig, form?: SecretForm): SecretRef {
  return ref(config.database.auth_password === undefined ? 'generated.auth_db' : 'database.auth_password', form);
}

/** Password of the `slurm` account, which owns slurm_acct_db; slurmdbd.conf names the same one. */
export function slurmDatabasePassword(config: ClusterConfig, form?: SecretForm): SecretRef {
  return ref(config.slurm.db_password === undefined ? 'generated.slurm_db' : 'slurm.db_password', form);
}

/** Password of the monitoring accounts (`hpcha_monitor`) in MariaDB and Redis. */
export function monitorPassword(form?: SecretForm): SecretRef {
  return ref('generated.monitor', form);
}

/** Secret of the access tokens; the key pair is derived from it. */
export function tokenSecret(config: ClusterConfig, form: SecretForm): SecretRef {
  return ref(config.web.jwt_secret === undefined ? 'generated.web_jwt' : 'web.jwt_secret', form);
}

/** Key of what the web services sign for themselves (login states of OIDC). */
export function sessionSecret(config: ClusterConfig): SecretRef {
  return ref(config.web.session_secret === undefined ? 'generated.web_session' : 'web.session_secret');
}

/** Password of Redis. */
export function redisPassword(config: ClusterConfig, form?: SecretForm): SecretRef {
  return ref(config.redis.password === undefined ? 'generated.redis' : 'redis.password', form);
}
