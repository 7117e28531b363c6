// What may be asked about MariaDB with Galera, beside the two queries: facts that a stopped server tells too.

import type {Look} from '../../model/look.ts';
import {unitShowLook} from '../unit-show.ts';
import {defineLook, managerLook} from './look.ts';

export const datadir = '/var/lib/mysql';
export const bootstrapFlag = '/run/mariadb-wsrep-new-cluster';

export const serverUnit = 'mariadb.service';
export const arbitratorUnit = 'garb.service';
export const galeraUnits = [serverUnit, arbitratorUnit] as const;

/** The server and, on a controller without one, the arbitrator (DESIGN §6). */
export function galeraUnitsLook(): Look {
  return unitShowLook('galera-units', galeraUnits);
}

/** By command name, never by arguments: those may hold what nobody should see, and would match the look itself. */
export function galeraProcessesLook(): Look {
  const names = 'mariadbd|mysqld|wsrep_sst_.*|mariabackup|mariadb-backup|mbstream';
  return defineLook('galera-processes', ['pgrep', '-l', '-x', names], {answers: [0, 1]});
}

/** Type, size and name of what lies in the data directory, and the flag that makes a start a bootstrap. */
export function galeraFilesLook(): Look {
  const argv = ['find', datadir, bootstrapFlag, '-maxdepth', '1', '-printf', '%y %s %p\\n'] as const;
  return defineLook('galera-files', argv, {privileged: true, answers: [0, 1]});
}

/** grastate.dat, and of the option files only the lines that are safe to see; they also hold what is secret. */
export function galeraLinesLook(): Look {
  const settings = '[[:space:]]*wsrep[-_](on|cluster[-_]address|cluster[-_]name|new[-_]cluster)[[:space:]]*(=|$)';
  const keys = `^(${settings}|[[:space:]]*(uuid|seqno|safe_to_bootstrap)[[:space:]]*:)`;
  const files = [`${datadir}/grastate.dat`, '/etc/mysql/my.cnf', '/etc/mysql/conf.d', '/etc/mysql/mariadb.conf.d'];
  return defineLook('galera-lines', ['grep', '-rHsE', keys, ...files], {privileged: true, answers: [0, 1, 2]});
}

/** The saved state alone: what a check asks before and after a start. */
export function galeraStateLook(): Look {
  return defineLook('galera-state', ['grep', '-Hs', '', `${datadir}/grastate.dat`], {
    privileged: true,
    answers: [0, 1, 2],
  });
}

/** What one reading asks, beside SQL. */
export function galeraLooks(): readonly Look[] {
  return [galeraUnitsLook(), galeraProcessesLook(), galeraFilesLook(), galeraLinesLook(), managerLook()];
}

/** Both work in a non-Primary component; every other statement is refused there (ha-operations §2.2). */
export const galeraStatusQuery =
  "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'wsrep\\_%' OR Variable_name IN ('Threads_connected','Uptime')";

const variableNames = [
  'datadir',
  'innodb_autoinc_lock_mode',
  'innodb_flush_log_at_trx_commit',
  'innodb_lock_wait_timeout',
  'max_connections',
  'read_only',
  'version',
  'wsrep_cluster_address',
  'wsrep_cluster_name',
  'wsrep_desync',
  'wsrep_ignore_apply_errors',
  'wsrep_mode',
  'wsrep_node_address',
  'wsrep_node_name',
  'wsrep_on',
  'wsrep_provider_options',
  'wsrep_reject_queries',
  'wsrep_slave_threads',
  'wsrep_sst_method',
];

export const galeraVariablesQuery = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${variableNames.map((name) => `'${name}'`).join(',')})`;
