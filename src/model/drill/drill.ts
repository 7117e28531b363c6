// What a drill is, as data: which fault, on which controller, watched through which streams, and what is expected of it.

import type {HostName} from '../service.ts';

/** ha-operations §8.3: P safe in production within a window; W brief outage expected, explicit confirmation; L lab only. */
export type DrillClass = 'P' | 'W' | 'L';

/** What canaries write to and watch. */
export const canaryServices = ['keepalived', 'mariadb', 'redis', 'glusterfs', 'slurm', 'web'] as const;
export type CanaryService = (typeof canaryServices)[number];

/** How a canary reaches its service. Console streams go through its connections, controller streams straight over the network. */
export type CanaryWay =
  /** Connections to a closed port of the virtual address: the owner's kernel refuses them at once, and that is its answer. */
  | {readonly kind: 'knock'}
  /** Questions to the web services through the virtual address and nginx. */
  | {readonly kind: 'web'}
  /** INSERTs on one node's own server, through its socket. */
  | {readonly kind: 'sql'; readonly host: HostName}
  /** INSERTs through the virtual address, as an application does. */
  | {readonly kind: 'sql-vip'}
  /** SETs on whichever instance is the master now. */
  | {readonly kind: 'redis'}
  /** A new file for each write, fsynced with its directory, through one controller's mount. */
  | {readonly kind: 'file'; readonly host: HostName}
  /** Held jobs, submitted through one controller's client. */
  | {readonly kind: 'job'; readonly host: HostName};

export type StreamSpec = {
  /** Unique within the drill: `console mariadb@server2`. */
  readonly id: string;
  readonly service: CanaryService;
  readonly vantage: 'console' | 'controller';
  readonly way: CanaryWay;
  /** Milliseconds from one attempt's begin to the next. */
  readonly periodMs: number;
  /** After which an attempt counts as indeterminate. */
  readonly timeoutMs: number;
};

/** Done to one host. A script prints `injecting` immediately before it takes effect; that moment is t = 0. */
export type Injection =
  | {readonly via: 'script'; readonly on: HostName; readonly script: string}
  | {readonly via: 'power'; readonly on: HostName};

/** What an operator calls expected, in milliseconds; null: no prediction is possible or none is needed. */
export type Predictions = Readonly<Partial<Record<CanaryService, number | null>>>;

export type DrillSpec = {
  readonly drill: string;
  readonly class: DrillClass;
  readonly title: string;
  readonly target: HostName;
  /** The controller of the second vantage, never the target. */
  readonly vantage: HostName | null;
  readonly injections: readonly Injection[];
  /** Idempotent plain shell, run on every host with a scripted injection, by us or by its dead-man timer. '' where nothing is to be undone. */
  readonly restore: string;
  readonly streams: readonly StreamSpec[];
  /** Services that are there for no canary, and why, in words for the report. */
  readonly unwatched?: Readonly<Partial<Record<CanaryService, string>>>;
  /** Milliseconds. `preflight`: how long everything must be green before; `observe` at least and at most; `heal` at most. */
  readonly waits: {
    readonly preflightMs: number;
    readonly baselineMs: number;
    readonly observeMs: number;
    readonly mostMs: number;
    readonly healMs: number;
  };
  /** Seconds after which the dead-man restores. */
  readonly ttlSeconds: number;
  readonly predicted: Predictions;
  /** Declared aims (DESIGN §7), in milliseconds. */
  readonly aims: Predictions;
  /** Services of which no acknowledged write may be lost. */
  readonly lossless: readonly CanaryService[];
  /** Actions that bring the cluster back where no script on one host can: planned and carried out under the same lock. */
  readonly recover: readonly string[];
  /** Findings that must be seen while the fault lasts. */
  readonly mustSee: readonly string[];
  /** Actions that must be refused while the fault lasts, as `action:host`. */
  readonly mustRefuse: readonly string[];
};

/** The states of ha-operations §8.2 as a drill goes through them. */
export const drillStates = [
  'preflight',
  'baseline',
  'armed',
  'inject',
  'observe',
  'restore',
  'heal',
  'verify',
  'reported',
] as const;
export type DrillState = (typeof drillStates)[number];
