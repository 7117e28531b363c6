// The people of the load: accounts in the database with a session each, some of them with a Unix account, files and jobs; and their end.

import {randomBytes} from 'node:crypto';
import type {Lab} from '../../../src/lab/handle.ts';
import {Secret} from '../../../src/model/secret.ts';
import {makeSignToken} from '../../../src/web/auth/sign-token.ts';
import {settingsPath, webSettingsSchema} from '../../../src/web/settings.ts';
import type {Visitor} from './load-job.ts';

export const networkOfPeople = '10.78.0.0/22';
const firstUid = 5200;
const filesOfOne = 20;
const waitingJobsOfOne = 3;

export type People = {readonly visitors: readonly Visitor[]; readonly origin: string};

const nameOf = (n: number): string => `load${String(n).padStart(3, '0')}`;

export async function on(lab: Lab, host: string, command: string, input?: string): Promise<string> {
  const result = await lab.ssh(host, command, {timeoutMs: 240_000, ...(input === undefined ? {} : {input})});
  if (result.exitCode !== 0) throw new Error(`${host}: ${command}: exit ${result.exitCode}\n${result.stderr}`);
  return result.stdout;
}

/**
 * `count` users, each tenth an operator, the first `withHomes` with a Unix account. Their tokens are signed with the cluster's own seed,
 * as Auth would: five hundred passwords would take argon2 minutes, and signing in is not what is measured.
 */
export async function makePeople(lab: Lab, host: string, count: number, withHomes: number): Promise<People> {
  const settings = webSettingsSchema.parse(JSON.parse(await on(lab, host, `cat ${settingsPath}`)));
  const seed = new Secret((await on(lab, host, 'cat /etc/hpcha/web/secrets/jwt_seed')).trim());
  const sign = makeSignToken(seed, settings, () => Date.now());
  const numbers = Array.from({length: count}, (_, n) => n + 1);
  await makeUnixAccounts(lab, withHomes);
  const rows = numbers.map((n) => {
    const role = n % 10 === 0 ? 'operator' : 'user';
    return `('${nameOf(n)}', '', ${n <= withHomes ? `'${nameOf(n)}'` : 'NULL'}, '${role}', NULL, 0)`;
  });
  const columns = 'name, display_name, unix, role, password_hash, must_change';
  await on(
    lab,
    host,
    `mariadb ${settings.database.name}`,
    `DELETE FROM users WHERE name LIKE 'load%'; INSERT INTO users (${columns}) VALUES ${rows.join(', ')};`,
  );
  const listed = await on(
    lab,
    host,
    `mariadb -N ${settings.database.name}`,
    "SELECT id, name, IFNULL(unix, ''), role FROM users WHERE name LIKE 'load%' ORDER BY name",
  );
  const visitors = listed
    .trim()
    .split('\n')
    .map(async (line, n): Promise<Visitor> => {
      const [sub = '', name = '', unix = '', role = ''] = line.split('\t');
      const claims = {sub, name, unix: unix === '' ? null : unix, epoch: 0, change: false};
      const sid = randomBytes(24).toString('base64url');
      const {token} = await sign({...claims, sid, role: role === 'operator' ? 'operator' : 'user'});
      const home = unix === '' ? null : `${settings.files.mount}/${firstRoot(settings.files.roots, unix)}`;
      return {token, from: addressOf(n), operator: role === 'operator', home};
    });
  await fillHomes(lab, host, settings.files.mount, firstRoot(settings.files.roots, ''), withHomes);
  return {visitors: await Promise.all(visitors), origin: new URL(settings.origins[0] ?? '').origin};
}

function firstRoot(roots: readonly string[], unix: string): string {
  return (roots[0] ?? '').replace('{user}', unix);
}

/** One for each of them: nginx counts requests by address, and five hundred people do not share a desk. */
function addressOf(n: number): string {
  return `10.78.${Math.floor(n / 250)}.${1 + (n % 250)}`;
}

async function makeUnixAccounts(lab: Lab, count: number): Promise<void> {
  const machines = (await lab.status()).map(({name}) => name);
  const each = `for n in $(seq ${count}); do name=load$(printf %03d $n); id $name >/dev/null 2>&1 ||
    useradd --uid $((${firstUid} + n)) --user-group --no-create-home --shell /bin/bash $name || exit 1; done`;
  await Promise.all(machines.map((machine) => on(lab, machine, each)));
}

/** Some files, and jobs that wait, so that lists have something in them. */
async function fillHomes(lab: Lab, host: string, mount: string, root: string, count: number): Promise<void> {
  const each = `for n in $(seq ${count}); do name=load$(printf %03d $n); home=${mount}/${root}$name
    install -d -m 0700 -o $name -g $name $home || exit 1
    runuser -u $name -- sh -c "cd $home && for f in \\$(seq ${filesOfOne}); do echo \\$f > file\\$f; done" || exit 1
    for j in $(seq ${waitingJobsOfOne}); do
      runuser -u $name -- sbatch -Q --hold -D $home -o /dev/null --wrap true || exit 1
    done; done`;
  await on(lab, host, each);
}

/** Everything of them goes: rows, jobs, files, accounts. */
export async function endPeople(lab: Lab, host: string, withHomes: number): Promise<void> {
  const settings = webSettingsSchema.parse(JSON.parse(await on(lab, host, `cat ${settingsPath}`)));
  const folder = `${settings.files.mount}/${firstRoot(settings.files.roots, '')}`;
  await on(lab, host, `mariadb ${settings.database.name}`, "DELETE FROM users WHERE name LIKE 'load%'");
  const each = `for n in $(seq ${withHomes}); do name=load$(printf %03d $n); scancel -u $name; rm -rf ${folder}$name; done`;
  await on(lab, host, each);
  const machines = (await lab.status()).map(({name}) => name);
  const accounts = `for n in $(seq ${withHomes}); do userdel load$(printf %03d $n) 2>/dev/null; done; true`;
  await Promise.all(machines.map((machine) => on(lab, machine, accounts)));
}
