// Asks one controller about MariaDB and Galera: by SQL where it answers, by its files and processes always.

import {isHpchaError} from '../../model/error.ts';
import type {GaleraFacts, UnitFacts} from '../../model/facts.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, linesByFile, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/galera.ts';
import {managerLook} from '../catalogue/look.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {isRunning, parseUnitShow} from '../unit-show.ts';
import {type DatadirListing, gvwstateOf, parseDatadir, parseGaleraConfig} from './parse-galera-files.ts';
import {parseGrastate, zeroUuid} from './parse-grastate.ts';

/** SQL has less time than the whole probe, so that a hung server still leaves its files and processes to be seen. */
const sqlTimeoutMs = 4_000;

export const galeraProbe: PerHostProbeDefinition<'mariadb'> = {
  per: 'host',
  id: 'mariadb',
  service: 'mariadb',
  intervalMs: 2_000,
  timeoutMs: 7_000,
  read: async (reader, _context, signal) => {
    const [results, sql] = await Promise.all([reader.lookAll(catalogue.galeraLooks(), signal), askSql(reader, signal)]);
    const answers = answersOf(results);
    const show = mustHave(answers, catalogue.galeraUnitsLook(), reader.host).stdout;
    const units = parseUnitShow(show, catalogue.galeraUnits, reader.host);
    const unit = existing(units, catalogue.serverUnit);
    const arbitrator = existing(units, catalogue.arbitratorUnit);
    const listing = parseDatadir(mustHave(answers, catalogue.galeraFilesLook(), reader.host), reader.host);
    if (unit.active === 'not-found' && arbitrator.active === 'not-found' && !listing.present) return 'not-deployed';
    return {
      unit,
      arbitrator: arbitrator.active === 'not-found' ? null : arbitrator,
      process: processOf(
        mustHave(answers, catalogue.galeraProcessesLook(), reader.host).stdout,
        unit,
        sql.error === null,
      ),
      status: sql.status,
      variables: sql.variables,
      sqlError: sql.error,
      ...fileFacts(answers, listing, reader),
    };
  },
};

function existing(units: ReadonlyMap<string, UnitFacts>, name: string): UnitFacts {
  return units.get(name) ?? {unit: name, active: 'not-found', sub: '', mainPid: 0, restarts: 0, enabled: ''};
}

type SqlAnswer = Pick<GaleraFacts, 'status' | 'variables'> & {readonly error: string | null};

/** A server that does not answer is a fact, not a lost reading: its files say more. A lost connection is a lost reading. */
async function askSql(reader: HostReader, signal: AbortSignal): Promise<SqlAnswer> {
  try {
    const [status, variables] = await Promise.all([
      reader.query(catalogue.galeraStatusQuery, signal, {timeoutMs: sqlTimeoutMs}),
      reader.query(catalogue.galeraVariablesQuery, signal, {timeoutMs: sqlTimeoutMs}),
    ]);
    return {status: pairs(status), variables: pairs(variables), error: null};
  } catch (thrown) {
    if (!isHpchaError(thrown) || thrown.code === 'cancelled' || thrown.code === 'bug') throw thrown;
    return {status: null, variables: null, error: thrown.what};
  }
}

function pairs(rows: readonly Readonly<Record<string, string | null>>[]): Readonly<Record<string, string>> {
  return Object.fromEntries(rows.map((row) => [row['Variable_name'] ?? '', row['Value'] ?? '']));
}

/** `pgrep -l`: pid and command name. Exit 1 with no lines means that none runs. */
function processOf(text: string, unit: UnitFacts, answers: boolean): GaleraFacts['process'] {
  const names = text.split('\n').flatMap((line) => /^\d+ (\S+)/.exec(line)?.[1] ?? []);
  if (names.some((name) => /^wsrep_sst|^mariabackup$|^mariadb-backup$|^mbstream$/.test(name))) return 'sst';
  if (names.some((name) => name === 'mariadbd' || name === 'mysqld')) return 'running';
  // systemd or SQL say that it runs and pgrep does not see it: then we do not know, and that is not "none".
  return isRunning(unit) || answers ? 'unknown' : 'none';
}

function fileFacts(
  answers: Answers,
  listing: DatadirListing,
  reader: HostReader,
): Pick<
  GaleraFacts,
  'grastate' | 'gvwstate' | 'configuredAddress' | 'configuredName' | 'bootstrapLeftovers' | 'datadir' | 'databases'
> {
  const text = mustHave(answers, catalogue.galeraLinesLook(), reader.host).stdout;
  const lines =
    linesByFile(text).get(`${catalogue.datadir}/grastate.dat`) ?? (listing.files.has('grastate.dat') ? [] : null);
  const grastate = parseGrastate(lines);
  const settings = parseGaleraConfig(text);
  // `_WSREP_NEW_CLUSTER` is left in systemd's environment by an aborted bootstrap (ha-operations §3.2).
  const environment = mustHave(answers, managerLook(), reader.host).stdout;
  const joined = grastate === 'malformed' || (grastate !== null && grastate.uuid !== zeroUuid);
  return {
    grastate,
    gvwstate: gvwstateOf(listing.files),
    configuredAddress: settings.on === false ? null : settings.address,
    configuredName: settings.name,
    bootstrapLeftovers: [
      ...(listing.bootstrapFlag ? [catalogue.bootstrapFlag] : []),
      ...settings.newCluster,
      ...(/[ ="']_WSREP_NEW_CLUSTER=[^ "']/.test(environment) ? ['systemd environment: _WSREP_NEW_CLUSTER'] : []),
    ],
    datadir: datadirOf(listing, joined),
    databases: listing.present ? listing.databases : null,
  };
}

function datadirOf(listing: DatadirListing, joined: boolean): GaleraFacts['datadir'] {
  if (!listing.present || listing.files.size === 0) return 'absent';
  return joined || listing.databases.length > 0 ? 'data' : 'fresh';
}
