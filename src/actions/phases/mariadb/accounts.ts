// Steps that make the databases and accounts, each with only the rights it needs; passwords travel as hashes.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {SecretRef, Text} from '../../../model/secret.ts';
import type {HostName} from '../../../model/service.ts';
import {text} from '../../render.ts';
import {authPassword, databasePassword, monitorPassword, slurmDatabasePassword} from '../../secret-refs.ts';
import {step} from '../../step.ts';

type Account = {
  readonly user: string;
  readonly hosts: readonly string[];
  readonly password: SecretRef;
  /** What it may do; `owns` is everything in one database. */
  readonly rights:
    | {readonly kind: 'all'}
    | {readonly kind: 'watch'}
    | {readonly kind: 'owns'; readonly database: string};
};

const local: readonly string[] = ['localhost', '127.0.0.1'];

/** On one node that is in the Primary component; Galera carries the statements to all. */
export function accountSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const databases = accountsOf(config).flatMap(({rights}) => (rights.kind === 'owns' ? [rights.database] : []));
  return [
    transferAccountStep(stage, on),
    databaseStep(stage, on, databases),
    ...accountsOf(config).map((account) => accountStep(stage, on, account)),
  ];
}

/** The administrator, the monitor, slurmdbd and the auth service. Exported for its test. */
export function accountsOf(config: ClusterConfig): readonly Account[] {
  const form = 'mysql-native';
  // A client on a controller that connects to the VIP held there has the VIP as its own address.
  const everywhere = [...local, ...config.nodes.controllers.map(({ip_address}) => ip_address), config.network.vip];
  const slurm = config.slurm.accounting && controllersOf(config, 'slurm').length > 0;
  const auth = config.database.auth_password !== undefined || controllersOf(config, 'web').length > 0;
  return [
    {user: config.database.user, hosts: everywhere, password: databasePassword(config, form), rights: {kind: 'all'}},
    {user: 'hpcha_monitor', hosts: local, password: monitorPassword(form), rights: {kind: 'watch'}},
    ...(slurm ? [owner('slurm', 'slurm_acct_db', everywhere, slurmDatabasePassword(config, form))] : []),
    ...(auth ? [owner('auth', 'auth_db', everywhere, authPassword(config, form))] : []),
  ];
}

function owner(user: string, database: string, hosts: readonly string[], password: SecretRef): Account {
  return {user, hosts, password, rights: {kind: 'owns', database}};
}

/** The account of the server's own process, by unix socket: state transfers use it. The system's own entry is kept as it is. */
function transferAccountStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'let state transfers log in by socket',
    operation: {
      kind: 'sql',
      look: {
        query: [
          "SELECT COUNT(*) AS n FROM mysql.global_priv WHERE User='mysql' AND Host='localhost' AND Priv LIKE '%unix_socket%'",
        ],
        expect: ['1'],
      },
      statements: [
        ['CREATE USER IF NOT EXISTS mysql@localhost IDENTIFIED VIA unix_socket'],
        ['GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO mysql@localhost'],
      ],
    },
  });
}

function databaseStep(stage: string, on: HostName, databases: readonly string[]): Step {
  const wanted = [...databases].sort();
  const list = wanted.map((name) => `'${name}'`).join(',') || "''";
  return step({
    stage,
    on,
    title: 'make the databases',
    operation: {
      kind: 'sql',
      look: {
        query: [
          `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (${list}) ORDER BY 1`,
        ],
        expect: [wanted.join('\n')],
      },
      statements: wanted.map((name) => [`CREATE DATABASE IF NOT EXISTS ${name}`]),
    },
  });
}

/**
 * Compares plugin, hash and rights of every entry of the account; on a difference all entries are made anew as they should
 * be. Rights beyond the wanted ones count as a difference.
 */
function accountStep(stage: string, on: HostName, account: Account): Step {
  const {user, password} = account;
  const hosts = [...account.hosts].sort();
  return step({
    stage,
    on,
    title: `make the account ${user}`,
    operation: {
      kind: 'sql',
      look: {query: [accountQuery(account, hosts)], expect: expected(hosts, password)},
      statements: hosts.flatMap((host) => statementsFor(account, `'${user}'@'${host}'`)),
    },
  });
}

function expected(hosts: readonly string[], password: SecretRef): Text {
  return hosts.flatMap((host, index) => [...text`${index === 0 ? '' : '\n'}${host}\t${password}\t1`]);
}

/** One row a host: host, hash, and 1 where the rights are exactly the wanted ones. */
function accountQuery({user, rights}: Account, hosts: readonly string[]): string {
  const list = hosts.map((host) => `'${host}'`).join(',');
  return [
    "SELECT g.Host AS host, JSON_VALUE(g.Priv,'$.authentication_string') AS hash,",
    `(${rightsCondition(rights)}) AS rights FROM mysql.global_priv g`,
    `WHERE g.User='${user}' AND g.Host IN (${list}) AND JSON_VALUE(g.Priv,'$.plugin')='mysql_native_password' ORDER BY BINARY g.Host`,
  ].join(' ');
}

function rightsCondition(rights: Account['rights']): string {
  const global = (of: string) =>
    `(SELECT GROUP_CONCAT(PRIVILEGE_TYPE,IS_GRANTABLE ORDER BY PRIVILEGE_TYPE) FROM information_schema.USER_PRIVILEGES WHERE GRANTEE=${of})`;
  const own = global(`CONCAT("'",g.User,"'@'",g.Host,"'")`);
  const schemas = '(SELECT COUNT(*) FROM mysql.db d WHERE d.User=g.User AND d.Host=g.Host)';
  switch (rights.kind) {
    case 'all':
      return `${own} <=> ${global(`"'root'@'localhost'"`)}`;
    case 'watch':
      return `${own} IN ('BINLOG MONITORNO,PROCESSNO,SLAVE MONITORNO','BINLOG MONITORNO,PROCESSNO,REPLICA MONITORNO') AND ${schemas}=0`;
    case 'owns': {
      const all = `(SELECT COUNT(*) FROM mysql.db d WHERE d.User=g.User AND d.Host=g.Host AND d.Db='${rights.database}' AND ${ownsEverything})`;
      return `${own}='USAGENO' AND ${schemas}=1 AND ${all}=1`;
    }
  }
}

const ownsEverything = [
  ...['Select', 'Insert', 'Update', 'Delete', 'Create', 'Drop', 'References', 'Index', 'Alter', 'Create_tmp_table'],
  ...['Lock_tables', 'Create_view', 'Show_view', 'Create_routine', 'Alter_routine', 'Execute', 'Event', 'Trigger'],
]
  .map((name) => `d.${name}_priv='Y'`)
  .join(' AND ');

function statementsFor({password, rights}: Account, who: string): readonly Text[] {
  return [
    text`CREATE USER IF NOT EXISTS ${who} IDENTIFIED VIA mysql_native_password USING '${password}'`,
    text`ALTER USER ${who} IDENTIFIED VIA mysql_native_password USING '${password}'`,
    [`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${who}`],
    [grantFor(rights, who)],
  ];
}

function grantFor(rights: Account['rights'], who: string): string {
  switch (rights.kind) {
    case 'all':
      return `GRANT ALL PRIVILEGES ON *.* TO ${who} WITH GRANT OPTION`;
    case 'watch':
      return `GRANT PROCESS, BINLOG MONITOR, REPLICA MONITOR ON *.* TO ${who}`;
    case 'owns':
      return `GRANT ALL PRIVILEGES ON ${rights.database}.* TO ${who}`;
  }
}
