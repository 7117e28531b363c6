// Slurm as all controllers together describe it: the order of succession, the heartbeat, and who is in control by it.

import type {SlurmFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {JudgeInput} from '../judge-part.ts';
import {witnessOf} from '../peer-witness.ts';
import {type ServiceHost, serviceHosts} from '../service-hosts.ts';
import {isRunning} from '../unit-show.ts';

export type SlurmHost = ServiceHost<'slurm'>;

export type Heartbeat = NonNullable<SlurmFacts['heartbeat']>;

export type SlurmView = {
  readonly hosts: readonly SlurmHost[];
  /** SlurmctldHost as slurm.conf lists them; the configuration's order where no slurm.conf was read. */
  readonly order: readonly HostName[];
  /** SlurmctldTimeout and the interval of the heartbeat, in seconds. */
  readonly timeout: number;
  readonly beat: number;
  /** Controllers whose slurmctld runs as systemd sees it. */
  readonly running: readonly SlurmHost[];
  /** The newest heartbeat that anyone read, with its age on the clock that makes it youngest. */
  readonly heartbeat: Heartbeat | null;
  /** Whom a heartbeat within SlurmctldTimeout names, if it is not known to be gone; of a single controller the one that runs. */
  readonly inControl: SlurmHost | null;
};

export function slurmView(given: Pick<JudgeInput, 'snapshot' | 'config'>): SlurmView {
  const hosts = serviceHosts('slurm', given);
  const conf = hosts
    .map((host) => host.facts?.conf ?? null)
    .find((each) => each !== null && each.controllers.length > 0);
  const order = conf?.controllers ?? hosts.map((host) => host.host);
  const timeout = conf?.controllerTimeoutSeconds ?? given.config.slurm.controller_timeout;
  const running = hosts.filter((host) => host.facts !== null && isRunning(host.facts.slurmctld));
  const heartbeat = newestHeartbeat(hosts);
  return {
    hosts,
    order,
    timeout,
    // Slurm's heartbeat.c: min(SlurmctldTimeout / 4, 30) in whole seconds (ha-operations §6.2).
    beat: Math.max(1, Math.min(Math.floor(timeout / 4), 30)),
    running,
    heartbeat,
    inControl: inControlOf(given, {hosts, order, timeout, running, heartbeat}),
  };
}

function newestHeartbeat(hosts: readonly SlurmHost[]): Heartbeat | null {
  const beats = hosts.flatMap((host) => (host.facts?.heartbeat == null ? [] : [host.facts.heartbeat]));
  return [...beats].sort((a, b) => b.writtenAt - a.writtenAt || a.ageSeconds - b.ageSeconds)[0] ?? null;
}

function inControlOf(
  given: Pick<JudgeInput, 'snapshot' | 'config'>,
  view: Pick<SlurmView, 'hosts' | 'order' | 'timeout' | 'running' | 'heartbeat'>,
): SlurmHost | null {
  const {hosts, order, timeout, running, heartbeat} = view;
  if (order.length < 2) return running[0] ?? null;
  if (heartbeat === null || heartbeat.ageSeconds > timeout) return null;
  const writer = hostNamed(hosts, order[heartbeat.index]);
  return writer === undefined || isGone(given, writer) ? null : writer;
}

/** Its slurmctld does not run any more, as seen there, or as its peers confirm of the whole controller. */
export function isGone(given: Pick<JudgeInput, 'snapshot' | 'config'>, host: SlurmHost): boolean {
  if (host.facts !== null) return !isRunning(host.facts.slurmctld);
  return host.reading.kind === 'lost' && witnessOf(given, host.host).standing === 'lost';
}

/** slurm.conf may write a short name, a full one or an address. */
export function hostNamed(hosts: readonly SlurmHost[], name: string | null | undefined): SlurmHost | undefined {
  if (name === null || name === undefined) return undefined;
  return hosts.find((host) => host.host === name || host.address === name || host.host === name.split('.')[0]);
}

/** What the seen controllers' `scontrol ping` says of a host: one UP is enough; null where none of them says anything. */
export function pingedUp(view: SlurmView, host: SlurmHost): boolean | null {
  const words = view.hosts.flatMap((from) =>
    (from.facts?.ping ?? []).filter((ping) => hostNamed([host], ping.host) !== undefined).map((ping) => ping.up),
  );
  return words.length === 0 ? null : words.some((up) => up);
}

/** With one controller there is no succession, no heartbeat and no need for a shared state directory. */
export function hasStandbys(view: SlurmView): boolean {
  return view.order.length > 1;
}
