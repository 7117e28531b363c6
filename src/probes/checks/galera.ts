// Checks of Galera that plans may name: membership by SQL, and for stopped servers what their files say.

import type {CheckResult} from '../../model/check.ts';
import type {CheckContext} from '../../transport/check-registry.ts';
import {
  datadir,
  galeraFilesLook,
  galeraProcessesLook,
  galeraStateLook,
  galeraStatusQuery,
} from '../catalogue/galera.ts';
import {galeraRecordsLook, galeraRecordTimesLook} from '../catalogue/galera-recovery.ts';
import {parseDatadir} from '../galera/parse-galera-files.ts';
import {parseGaleraRecords} from '../galera/parse-galera-recovery.ts';
import {parseGrastate, zeroUuid} from '../galera/parse-grastate.ts';
import {type CheckGroup, holds, no, numberArg, textArg, unknown, yes} from './check-group.ts';
import {lookAt} from './host.ts';

type Status = Readonly<Record<string, string>>;

async function statusOn(context: CheckContext, host: string, signal: AbortSignal): Promise<Status> {
  const rows = await context.inspector(host).query(galeraStatusQuery, signal, {timeoutMs: 5_000});
  return Object.fromEntries(rows.map((row) => [row['Variable_name'] ?? '', row['Value'] ?? '']));
}

function statusOf(context: CheckContext, signal: AbortSignal): Promise<Status> {
  return statusOn(context, context.host, signal);
}

function describe(status: Status): string {
  const state = status['wsrep_local_state_comment'] || 'no state';
  return `${status['wsrep_cluster_status'] || 'no component'}, size ${status['wsrep_cluster_size'] || '?'}, ${state}`;
}

export const galeraChecks: CheckGroup = {
  'galera-primary': async (context, _args, signal) => {
    const status = await statusOf(context, signal);
    return holds(status['wsrep_cluster_status'] === 'Primary', describe(status));
  },

  /** The server answers and is in no Primary component. */
  'galera-not-primary': async (context, _args, signal) => {
    const status = await statusOf(context, signal);
    return holds(status['wsrep_cluster_status'] !== 'Primary', describe(status));
  },

  /** Primary, Synced, connected and ready: it can serve and be a donor. */
  'galera-synced': async (context, _args, signal) => {
    const status = await statusOf(context, signal);
    const ready = status['wsrep_ready'] === 'ON' && status['wsrep_connected'] === 'ON';
    const synced = status['wsrep_cluster_status'] === 'Primary' && status['wsrep_local_state'] === '4';
    return holds(ready && synced, describe(status));
  },

  /** size: exactly so many members, an arbitrator included. */
  'galera-size': async (context, args, signal) => {
    const status = await statusOf(context, signal);
    const primary = status['wsrep_cluster_status'] === 'Primary';
    return holds(primary && status['wsrep_cluster_size'] === String(numberArg(args, 'size')), describe(status));
  },

  /** size: at least so many members. */
  'galera-at-least': async (context, args, signal) => {
    const status = await statusOf(context, signal);
    const enough = Number(status['wsrep_cluster_size'] ?? '0') >= numberArg(args, 'size');
    return holds(status['wsrep_cluster_status'] === 'Primary' && enough, describe(status));
  },

  /** uuid, seqno: it is of that history and has come at least so far. */
  'galera-reached': async (context, args, signal) => {
    const status = await statusOf(context, signal);
    const uuid = status['wsrep_cluster_state_uuid'] ?? '';
    const committed = status['wsrep_last_committed'] ?? '';
    const far = /^\d+$/.test(committed) && BigInt(committed) >= BigInt(textArg(args, 'seqno'));
    return holds(uuid === textArg(args, 'uuid') && far, `${uuid.slice(0, 8)} at ${committed || '?'}`);
  },

  /** as: a controller; both are in the same component of the same history. */
  'galera-same-cluster': async (context, args, signal) => {
    const other = textArg(args, 'as');
    const [own, theirs] = await Promise.all([statusOf(context, signal), statusOn(context, other, signal)]);
    const keys = ['wsrep_cluster_state_uuid', 'wsrep_cluster_status'];
    const same = keys.every((key) => own[key] !== undefined && own[key] !== '' && own[key] === theirs[key]);
    const uuid = (status: Status) => (status['wsrep_cluster_state_uuid'] ?? '').slice(0, 8);
    return holds(same, `here ${uuid(own)}, ${other} ${uuid(theirs)}`);
  },

  /** No server process, no state transfer, and systemd does not hold it for running. */
  'galera-at-rest': async (context, _args, signal) => {
    const processes = await lookAt(context, galeraProcessesLook().argv, signal);
    if (processes.exitCode === 0) return no(`runs: ${processes.stdout.trim().replaceAll('\n', ', ')}`);
    if (processes.exitCode !== 1) return unknown('the process table cannot be read');
    const argv = ['systemctl', 'show', '--value', '-p', 'ActiveState', '--', 'mariadb.service'] as const;
    const state = (await lookAt(context, argv, signal)).stdout.trim();
    return holds(['inactive', 'failed'].includes(state), `mariadb.service is ${state}`);
  },

  /** Nothing of a database, or only what a package makes: no history, no databases of its own. */
  'galera-fresh': async (context, _args, signal) => {
    const {grastate, databases} = await files(context, signal);
    if (grastate === 'malformed') return no('grastate.dat cannot be read as one');
    if (grastate !== null && grastate.uuid !== zeroUuid) return no(`it belongs to the history ${grastate.uuid}`);
    return databases.length === 0 ? yes('no data of its own') : no(`databases: ${databases.join(', ')}`);
  },

  /** A join overwrites the data directory: only what came from a cluster, or nothing, may lie there. */
  'galera-no-foreign-data': async (context, _args, signal) => {
    const {grastate, databases} = await files(context, signal);
    if (grastate !== null) return yes('it has been in a cluster');
    return databases.length === 0 ? yes('no data of its own') : no(`databases of its own: ${databases.join(', ')}`);
  },

  /** A recovery has told how far it came, and nothing has touched the data since. */
  'galera-position-recorded': (context, _args, signal) => recorded(context, signal),

  /** grastate.dat lets Galera bootstrap from here: the flag, and a history. */
  'galera-safe-flag': async (context, _args, signal) => {
    const {grastate} = await files(context, signal);
    if (grastate === null || grastate === 'malformed') return no('there is no readable grastate.dat');
    const safe = grastate.safeToBootstrap === true && grastate.uuid !== zeroUuid;
    return holds(safe, `${grastate.uuid.slice(0, 8)}, safe_to_bootstrap ${grastate.safeToBootstrap === true ? 1 : 0}`);
  },

  /** Its own record says that it left last, at a known position. */
  'galera-safe-to-bootstrap': async (context, _args, signal) => {
    const {grastate} = await files(context, signal);
    if (grastate === null || grastate === 'malformed') return no('there is no readable grastate.dat');
    const safe = grastate.safeToBootstrap === true && grastate.uuid !== zeroUuid && grastate.seqno >= 0n;
    return holds(safe, `seqno ${grastate.seqno}, safe_to_bootstrap ${grastate.safeToBootstrap === true ? 1 : 0}`);
  },
};

async function recorded(context: CheckContext, signal: AbortSignal): Promise<CheckResult> {
  const [records, times] = await Promise.all([
    lookAt(context, galeraRecordsLook().argv, signal),
    lookAt(context, galeraRecordTimesLook().argv, signal),
  ]);
  const {recovered} = parseGaleraRecords(records.stdout, times.stdout);
  if (recovered === null) return no('no position was recorded');
  // A failed recovery is evidence too: the action says what follows from it.
  return yes(recovered.kind === 'error' ? recovered.why : `${recovered.uuid.slice(0, 8)} at ${recovered.seqno}`);
}

async function files(context: CheckContext, signal: AbortSignal) {
  const [listing, state] = await Promise.all([
    lookAt(context, galeraFilesLook().argv, signal),
    lookAt(context, galeraStateLook().argv, signal),
  ]);
  const {databases, files: names} = parseDatadir(listing, context.host);
  const prefix = `${datadir}/grastate.dat:`;
  const lines = state.stdout
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length));
  return {databases, grastate: parseGrastate(lines.length > 0 || names.has('grastate.dat') ? lines : null)};
}
