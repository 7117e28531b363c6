// Listens to what the controllers tell of their own accord, and wakes the probes that such a change calls for.

import type {ClusterConfig} from '../../config/schema.ts';
import type {Look} from '../../model/look.ts';
import type {HostName} from '../../model/service.ts';
import {addressChangesLook, unitChangesLook} from '../../probes/catalogue/streams.ts';
import type {Wake} from '../../probes/changes/read-change.ts';
import {tasksOf, wakeOfAddress, wakeOfJournal} from '../../probes/changes/read-change.ts';
import type {Transport} from '../../transport/host.ts';

export type ChangeWatch = {
  /** Whether both streams of that controller are open. */
  isOpen(host: HostName): boolean;
  /** Whether a change of what that poll task asks for would be told. */
  covers(task: string): boolean;
  stop(): void;
};

export type ChangeWatchDeps = {
  readonly config: ClusterConfig;
  readonly transport: Pick<Transport, 'connection'>;
  /** Without keys: everything. */
  poke(keys: readonly string[] | undefined): void;
  /** Told whenever the streams of a controller begin or cease to be heard. */
  told(host: HostName, open: boolean, why: string | null): void;
};

type Ear = {readonly open: Set<string>; heard: boolean};

/** Opens two streams a controller and keeps them open. A controller that cannot be followed is polled as before. */
export function watchChanges(deps: ChangeWatchDeps): ChangeWatch {
  const abort = new AbortController();
  const {config, transport} = deps;
  const hosts = config.nodes.controllers.map(({hostname}) => hostname);
  const ears = new Map<HostName, Ear>(hosts.map((host) => [host, {open: new Set(), heard: false}]));

  const follow = (host: HostName, ear: Ear, look: Look, wakeOf: (line: string) => Wake): void => {
    const sink = {
      onLine: (line: string) => deps.poke(tasksOf(wakeOf(line), host, hosts)),
      onState: (state: {readonly kind: 'open' | 'lost'; readonly error?: Error}): void => {
        if (state.kind === 'open') ear.open.add(look.name);
        else ear.open.delete(look.name);
        const heard = ear.open.size === looksOf.length;
        if (heard === ear.heard) return;
        ear.heard = heard;
        deps.told(host, heard, state.error?.message ?? null);
        // What happened before the first line, or while nothing was heard, is found by asking.
        deps.poke(undefined);
      },
    };
    transport.connection(host).follow(look, sink, abort.signal);
  };

  const looksOf: readonly (readonly [Look, (line: string) => Wake])[] = [
    [addressChangesLook, (line) => wakeOfAddress(line, config.network.vip)],
    [unitChangesLook, wakeOfJournal],
  ];
  for (const [host, ear] of ears) for (const [look, wakeOf] of looksOf) follow(host, ear, look, wakeOf);

  const isOpen = (host: HostName): boolean => ears.get(host)?.heard === true;
  return {
    isOpen,
    covers(task) {
      const host = task.includes('@') ? task.slice(task.indexOf('@') + 1) : undefined;
      // A cluster-wide question is watched only where every controller is heard.
      return host === undefined ? hosts.every(isOpen) : isOpen(host);
    },
    stop: () => abort.abort(),
  };
}
