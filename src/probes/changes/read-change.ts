// What a line of a controller's change streams means: which questions are worth asking again at once.

import {z} from 'zod';
import type {HostName} from '../../model/service.ts';
import type {PerClusterProbe, PerHostProbe} from '../../model/snapshot.ts';

/** `everything`: the cluster itself is changing shape (a member is suspected, the VIP moves): all that is asked is asked again. */
export type Wake =
  | {readonly kind: 'everything'}
  | {
      readonly kind: 'probes';
      /** Where the change was told: these are asked again there only. */
      readonly here: readonly PerHostProbe[];
      /** These are asked again on every controller, because the others see the change too. */
      readonly everywhere: readonly PerHostProbe[];
      readonly cluster: readonly PerClusterProbe[];
    };

const everything: Wake = {kind: 'everything'};

function probes(
  here: readonly PerHostProbe[],
  everywhere: readonly PerHostProbe[],
  cluster: readonly PerClusterProbe[],
): Wake {
  return {kind: 'probes', here: ['host', ...here], everywhere, cluster};
}

const wakeOfUnit: readonly (readonly [RegExp, Wake])[] = [
  [/^(mariadb|garb)\.service$/, probes([], ['mariadb'], [])],
  [/^redis-/, probes([], ['redis'], [])],
  [/^glusterd\.service$/, probes([], ['glusterfs'], ['glusterVolume'])],
  [/^slurm(ctld|dbd)\.service$/, probes([], ['slurm'], ['slurmCluster'])],
  [/^munge\.service$/, probes(['slurm'], [], ['slurmCluster'])],
  [/^keepalived\.service$/, probes([], ['keepalived'], [])],
];

const lineSchema = z.looseObject({
  /** journald writes bytes that are no text as a list of numbers. */
  MESSAGE: z.union([z.string(), z.array(z.number()), z.null()]).optional(),
  UNIT: z.string().optional(),
  _SYSTEMD_UNIT: z.string().optional(),
});

/** A line of `unit-changes`. What cannot be read calls for a look at everything: it is a change that nobody understands. */
export function wakeOfJournal(line: string): Wake {
  const told = parsedJson(line);
  const read = lineSchema.safeParse(told);
  if (!read.success) return everything;
  const {MESSAGE, UNIT, _SYSTEMD_UNIT: own} = read.data;
  const message = typeof MESSAGE === 'string' ? MESSAGE : '';
  if (/Entering [A-Z]+ STATE|suspecting node|New COMPONENT/.test(message)) return everything;
  const unit = UNIT ?? own ?? '';
  return wakeOfUnit.find(([pattern]) => pattern.test(unit))?.[1] ?? probes([], [], []);
}

/** A line of `address-changes`: the VIP matters everywhere, any other address or interface to its host. */
export function wakeOfAddress(line: string, vip: string): Wake {
  if (line.includes(`${vip}/`) || line.includes(`${vip} `)) return everything;
  return probes(['keepalived'], [], []);
}

/** Keys of the poll tasks that a change told by `host` wakes; undefined: all of them. */
export function tasksOf(wake: Wake, host: HostName, hosts: readonly HostName[]): readonly string[] | undefined {
  if (wake.kind === 'everything') return undefined;
  return [
    ...wake.here.map((probe) => `${probe}@${host}`),
    ...wake.everywhere.flatMap((probe) => hosts.map((one) => `${probe}@${one}`)),
    ...wake.cluster,
  ];
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A piece of a line that was too long, or cut by a lost connection: undefined fails the schema.
    return undefined;
  }
}
