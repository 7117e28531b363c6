// Asks one controller about Slurm: its daemons, its files, whom it can ping, and the heartbeat on the shared state directory.

import {HpchaError} from '../../model/error.ts';
import type {SlurmConfFacts, SlurmFacts} from '../../model/facts.ts';
import type {Look} from '../../model/look.ts';
import type {HostReader, LookResult} from '../../transport/host.ts';
import {
  mungeKeyDigestLook,
  slurmClockLook,
  slurmConfDigestLook,
  slurmConfLook,
  slurmctldFilesLook,
  slurmHeartbeatLook,
  slurmMountsLook,
  slurmPingCutOff,
  slurmPingLook,
  slurmUnits,
  slurmUnitsLook,
  slurmVersionLook,
} from '../catalogue/slurm.ts';
import {pause} from '../pause.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseUnitShow} from '../unit-show.ts';
import {
  fstypeOf,
  parseDigest,
  parseHeartbeat,
  parsePing,
  parseSlurmConf,
  parseVersion,
  parseWaits,
} from './parse-slurm.ts';

export const slurmProbe: PerHostProbeDefinition<'slurm'> = {
  per: 'host',
  id: 'slurm',
  service: 'slurm',
  intervalMs: 3000,
  timeoutMs: 6000,
  async read(reader, {config}, signal) {
    const {slurm} = config;
    const looks = {
      units: slurmUnitsLook,
      conf: slurmConfLook(slurm),
      confDigest: slurmConfDigestLook(slurm),
      mungeDigest: mungeKeyDigestLook,
      version: slurmVersionLook(slurm),
      mounts: slurmMountsLook,
      files: slurmctldFilesLook,
    };
    // The ping may wait for a controller that is gone; nothing else here depends on it.
    const pinging = answersOf(reader, [slurmPingLook(slurm)], signal);
    pinging.catch(() => undefined);
    const answers = await answersOf(reader, Object.values(looks), signal);
    const units = unitsOf(reader, answers);
    if (Object.values(units).every((unit) => unit.active === 'not-found')) return 'not-deployed';
    const conf = answers.part(looks.conf, (output) => confOf(output, reader.host));
    const state = conf?.stateSaveLocation ?? null;
    const fstype = answers.part(looks.mounts, (output) => (state === null ? null : fstypeOf(output.stdout, state)));
    const waits = answers.part(looks.files, (output) => parseWaits(output.stdout));
    const [heartbeat, pinged] = await Promise.all([readHeartbeat(reader, state, signal), pinging]);
    return {
      ...units,
      version: answers.part(looks.version, (output) => parseVersion(output.stdout)),
      mungeKeyDigest: answers.part(looks.mungeDigest, (output) => digestOf(output, reader.host)),
      configDigest: answers.part(looks.confDigest, (output) => digestOf(output, reader.host)),
      conf,
      stateLocation: state === null || fstype === null ? null : {path: state, fstype},
      ...(waits == null ? {} : {waitsForMounts: waits}),
      ...heartbeat,
      ping: pinged.part(slurmPingLook(slurm), (output) => pingOf(output, conf, reader.host)),
      problems: [...answers.problems, ...pinged.problems],
    };
  },
};

type Output = Extract<LookResult, {kind: 'output'}>['output'];

type Answers = {
  /** The parsed answer, or null with the reason noted: each part fails for itself. */
  part<T>(look: Look, parse: (output: Output) => T): T | null;
  /** The answer itself; what failed is thrown. */
  must(look: Look): Output;
  readonly problems: readonly string[];
};

async function answersOf(reader: HostReader, looks: readonly Look[], signal: AbortSignal): Promise<Answers> {
  const results = await reader.lookAll(looks, signal);
  const problems: string[] = [];
  const resultOf = (look: Look): LookResult => {
    const result = results[looks.findIndex((each) => each.name === look.name)];
    if (result === undefined)
      throw new HpchaError({code: 'bug', where: reader.host, what: `${look.name} was not asked`});
    return result;
  };
  return {
    problems,
    must(look) {
      const result = resultOf(look);
      if (result.kind === 'error') throw result.error;
      return result.output;
    },
    part(look, parse) {
      const result = resultOf(look);
      if (result.kind === 'error') {
        problems.push(`${look.name}: ${result.error.what}`);
        return null;
      }
      try {
        return parse(result.output);
      } catch (thrown) {
        if (!(thrown instanceof HpchaError)) throw thrown;
        problems.push(`${look.name}: ${thrown.what}`);
        return null;
      }
    },
  };
}

function unitsOf(reader: HostReader, answers: Answers): Pick<SlurmFacts, 'slurmctld' | 'slurmdbd' | 'munge'> {
  const units = parseUnitShow(answers.must(slurmUnitsLook).stdout, slurmUnits, reader.host);
  const [slurmctld, slurmdbd, munge] = slurmUnits.map((name) => units.get(name));
  if (slurmctld === undefined || slurmdbd === undefined || munge === undefined) {
    throw new HpchaError({code: 'parse', where: reader.host, what: 'systemctl show left out a unit of Slurm'});
  }
  return {slurmctld, slurmdbd, munge};
}

/** grep's exit code 2 is a file that is not there or cannot be read: no configuration, rather than an empty one. */
function confOf(output: Output, where: string): SlurmConfFacts {
  if (output.exitCode === 2)
    throw new HpchaError({code: 'missing', where, what: output.stderr.trim() || 'no slurm.conf'});
  return parseSlurmConf(output.stdout);
}

function pingOf(output: Output, conf: SlurmConfFacts | null, where: string): NonNullable<SlurmFacts['ping']> {
  return parsePing(output.stdout, where, output.exitCode === slurmPingCutOff ? (conf?.controllers ?? []) : []);
}

function digestOf(output: Output, where: string): string {
  const digest = parseDigest(output.stdout);
  if (digest === null) throw new HpchaError({code: 'missing', where, what: output.stderr.trim() || 'no digest'});
  return digest;
}

type HeartbeatFacts = Pick<SlurmFacts, 'heartbeat' | 'heartbeatError'>;

/**
 * slurmctld writes the time and the index one after the other and replaces the file by unlink and link (heartbeat.c): for a moment
 * there is none, or half of one, and Gluster stretches that moment. Both were seen in the lab; neither is worth a word by itself.
 */
const looksForHeartbeat = 4;
const betweenLooksMs = 200;

async function readHeartbeat(reader: HostReader, state: string | null, signal: AbortSignal): Promise<HeartbeatFacts> {
  if (state === null || !state.startsWith('/'))
    return {heartbeat: null, heartbeatError: 'no StateSaveLocation is known'};
  let seen = await lookForHeartbeat(reader, state, signal);
  for (let look = 1; look < looksForHeartbeat && seen.again; look += 1) {
    await pause(betweenLooksMs, signal);
    seen = await lookForHeartbeat(reader, state, signal);
  }
  return {heartbeat: seen.heartbeat, heartbeatError: seen.heartbeatError};
}

/** `again`: it may only be between two beats. A look that hangs or is refused is not asked again: that is the answer. */
async function lookForHeartbeat(
  reader: HostReader,
  state: string,
  signal: AbortSignal,
): Promise<HeartbeatFacts & {readonly again: boolean}> {
  const [file, clock] = await reader.lookAll([slurmHeartbeatLook(state), slurmClockLook], signal);
  if (file === undefined || clock === undefined) {
    throw new HpchaError({code: 'bug', where: reader.host, what: 'two looks gave fewer answers'});
  }
  const failed = (error: string | null, again: boolean) => ({heartbeat: null, heartbeatError: error, again});
  if (file.kind === 'error') return failed(file.error.what, false);
  if (clock.kind === 'error') return failed(clock.error.what, false);
  if (file.output.exitCode !== 0) {
    const missing = /No such file|Stale file handle/.test(file.output.stderr);
    return missing
      ? failed(null, true)
      : failed(file.output.stderr.trim() || 'the heartbeat file cannot be read', false);
  }
  try {
    const now = Number(clock.output.stdout.trim());
    return {heartbeat: parseHeartbeat(file.output.stdout, now, reader.host), heartbeatError: null, again: false};
  } catch (thrown) {
    if (!(thrown instanceof HpchaError)) throw thrown;
    return failed(thrown.what, true);
  }
}
