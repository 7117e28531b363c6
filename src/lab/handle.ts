// The handle on a running lab that tests, drills and commands use: power, cables, ssh, copies.

import {powerOn} from './boot.ts';
import {attempt, type Outcome} from './command-line.ts';
import {withLock} from './file-lock.ts';
import {labContext} from './lab-context.ts';
import {isOn, type LabContext, machineOf, placesOf} from './machine.ts';
import {portState, setPort} from './network.ts';
import {type LabPaths, labRoot} from './paths.ts';
import {powerOff} from './power-off.ts';
import type {Progress} from './progress.ts';
import {restoreLab, saveLab} from './saves.ts';
import {sshBanner} from './ssh-banner.ts';
import type {LabState} from './state.ts';

export type MachineStatus = {
  readonly name: string;
  readonly role: string;
  readonly address: string;
  readonly power: 'on' | 'off' | 'lost';
  readonly link: 'up' | 'cut' | 'none';
  readonly ssh: boolean;
  readonly leader?: number;
};

export type Lab = {
  readonly name: string;
  readonly paths: LabPaths;
  /** Path of the lab's my_multihead_cluster.yaml. */
  readonly config: string;
  readonly state: () => Promise<LabState>;
  readonly status: () => Promise<readonly MachineStatus[]>;
  /** `onCut`: called in the moment in which the machine has vanished from the network. */
  readonly poweroff: (host: string, onCut?: () => void) => Promise<void>;
  readonly poweron: (host: string) => Promise<void>;
  readonly cut: (host: string) => Promise<void>;
  readonly mend: (host: string) => Promise<void>;
  readonly save: (tag: string, orderly?: boolean) => Promise<void>;
  readonly restore: (tag: string) => Promise<void>;
  /** Runs a command as root over ssh; any exit code is an answer. */
  readonly ssh: (
    host: string,
    command: string,
    options?: {readonly timeoutMs?: number; readonly input?: string; readonly user?: string},
  ) => Promise<Outcome>;
};

export type OpenOptions = {
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** Opens an existing lab. Throws `usage` when there is none of that name. */
export async function openLab(name: string, options: OpenOptions = {}): Promise<Lab> {
  const root = labRoot(options.env ?? process.env);
  const {paths} = await labContext(root, name);
  const progress = options.progress ?? ((): void => undefined);
  /** Every change reads the state anew under the lab's lock: another process may have changed it meanwhile. */
  const locked = <T>(work: (context: LabContext) => Promise<T>): Promise<T> =>
    withLock(paths.lock, async () => work(await labContext(root, name, options.signal)));
  return {
    name,
    paths,
    config: paths.config,
    state: async () => (await labContext(root, name)).store.get(),
    status: async () => labStatus(await labContext(root, name)),
    poweroff: (host, onCut) => locked((context) => powerOff(context, host, onCut)),
    poweron: (host) => locked((context) => powerOn(context, host)),
    cut: (host) => locked((context) => setLink(context, host, 'cut')),
    mend: (host) => locked((context) => setLink(context, host, 'up')),
    save: (tag, orderly = false) => locked((context) => saveLab(context, tag, orderly, progress)),
    restore: (tag) => locked((context) => restoreLab(context, tag, progress)),
    ssh: async (host, command, ssh = {}) => {
      const {address} = machineOf(await labContext(root, name), host);
      return attempt([...sshArgv(paths, ssh.user ?? 'root', address), command], {
        timeoutMs: ssh.timeoutMs ?? 60_000,
        ...(ssh.input === undefined ? {} : {input: ssh.input}),
        signal: options.signal,
      });
    },
  };
}

/** ssh with the lab's key and known hosts, and with nothing of the user's own configuration or agent. */
export function sshArgv(paths: LabPaths, user: string, address: string): readonly string[] {
  return [
    ...['ssh', '-F', '/dev/null', '-i', paths.key, '-o', 'IdentitiesOnly=yes', '-o', 'IdentityAgent=none'],
    ...[
      '-o',
      `UserKnownHostsFile=${paths.knownHosts}`,
      '-o',
      'GlobalKnownHostsFile=/dev/null',
      '-o',
      'StrictHostKeyChecking=yes',
    ],
    ...['-o', 'ConnectTimeout=8', '-o', 'LogLevel=ERROR', '-l', user, address, '--'],
  ];
}

async function setLink(context: LabContext, host: string, link: 'up' | 'cut'): Promise<void> {
  const machine = machineOf(context, host);
  await context.store.changeMachine(host, (old) => ({...old, link}));
  if (await isOn(machine))
    await setPort(context.store.get().index, placesOf(context, machine), link === 'up' ? 'up' : 'down');
}

/** What every machine is now, asked of the kernel and of its sshd; `lost` is one that should run and does not. */
export async function labStatus(context: LabContext): Promise<readonly MachineStatus[]> {
  const {machines, index} = context.store.get();
  return Promise.all(
    machines.map(async (machine) => {
      const on = await isOn(machine);
      const port = await portState(index, placesOf(context, machine));
      return {
        name: machine.name,
        role: machine.role,
        address: machine.address,
        power: on ? 'on' : machine.power === 'on' ? 'lost' : 'off',
        link: port === undefined ? 'none' : port === 'up' ? 'up' : 'cut',
        ssh: on && port === 'up' && (await sshBanner(machine.address, 3000)),
        ...(on && machine.leader !== undefined ? {leader: machine.leader.pid} : {}),
      };
    }),
  );
}
