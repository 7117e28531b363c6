// The command `runs release`: shows who held the lock and how far it came, and lets go of it on purpose.

import {findConfig} from '../config/find-config.ts';
import {loadConfig} from '../config/load.ts';
import {HpchaError} from '../model/error.ts';
import {Secret} from '../model/secret.ts';
import {recordOrphan} from '../run/lock/record-orphan.ts';
import {releaseOrphan} from '../run/lock/release-lock.ts';
import type {Holder} from '../run/lock/see-locks.ts';
import {holders, holderText, seeLocks} from '../run/lock/see-locks.ts';
import {readMeta, runState} from '../run/record/run-meta.ts';
import {stateDirectory} from '../run/record/state-directory.ts';
import {openTransport} from '../transport/open-transport.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {runFlags} from './run/run-flags.ts';

export async function runRunsRelease(io: CliIo, options: CommandOptions, given: string | undefined): Promise<number> {
  const {config, secrets} = await loadConfig(findConfig(options.config[0], io.env, io.cwd), io.env);
  const askPassword = async (prompt: string): Promise<Secret> => new Secret(await io.ask(prompt, {hidden: true}));
  const transport = openTransport(config, {secrets, signal: io.signal, askPassword});
  try {
    const connections = config.nodes.controllers.map(({hostname}) => transport.connection(hostname));
    const sights = await seeLocks(
      connections.map(({inspector}) => inspector),
      io.signal,
    );
    for (const {host, seen} of sights) {
      if (seen.kind === 'lost') io.stderr(`${host} does not answer: its lock is not known (${seen.error.what})\n`);
    }
    const found = holders(sights);
    if (found.length === 0) {
      io.stdout('no controller that answers is locked\n');
      return 0;
    }
    const holder = chosen(found, given);
    await refuseRunning(io, holder);
    await confirm(io, options, holder);
    const hosts = await releaseOrphan(holder, connections, io.signal);
    await recordOrphan(holder, {cluster: config.cluster.name, state: stateDirectory(io.env), env: io.env}, connections);
    io.stdout(`released on ${hosts.join(', ')}; now the same command again does what is still missing\n`);
    return 0;
  } finally {
    await transport.close();
  }
}

function chosen(found: readonly Holder[], given: string | undefined): Holder {
  const matching = given === undefined ? found : found.filter(({lock}) => lock.record?.opId.startsWith(given) ?? false);
  const [only, ...others] = matching;
  if (only !== undefined && others.length === 0) return only;
  throw new HpchaError({
    code: 'usage',
    where: 'runs release',
    what: `the lock is held by ${found.map(holderText).join('; and by ')}`,
    hint: `hpcha-tui runs release ${found[0]?.lock.record?.opId ?? ''}`.trim(),
  });
}

/** On the machine that started it the process itself can be asked for, which is better than any clock. */
async function refuseRunning(io: CliIo, holder: Holder): Promise<void> {
  const id = holder.lock.record?.opId;
  const meta = id === undefined ? null : await readMeta(stateDirectory(io.env), id);
  if (meta === null || (await runState(meta)) !== 'running') return;
  throw new HpchaError({
    code: 'refused',
    where: 'runs release',
    what: `run ${meta.runId} is still running here (pid ${meta.pid})`,
    hint: `hpcha-tui runs attach ${meta.runId}, or: hpcha-tui runs cancel ${meta.runId}`,
  });
}

async function confirm(io: CliIo, options: CommandOptions, holder: Holder): Promise<void> {
  io.stderr(`${holder.orphaned ? 'orphaned lock' : 'lock'} of ${holderText(holder)}\n`);
  if (runFlags(options).yes || !holder.orphaned) return;
  const answer = await io.ask('is that Runner certainly gone, and shall its lock be released? [y/N] ');
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new HpchaError({code: 'refused', where: 'runs release', what: 'not confirmed; nothing was released'});
}
