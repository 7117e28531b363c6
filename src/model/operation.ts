// Operations: the few things a step can do. Each is idempotent by construction: look, compare, change only what differs.

import type {Argv} from './argv.ts';
import type {DrillSpec} from './drill/drill.ts';
import type {Text} from './secret.ts';

/**
 * Restart marks. Before a marked thing is changed, a durable mark is left on the controller
 * (`/var/lib/hpcha/pending/NAME`); a `restart` operation with that mark acts while the mark is there and removes it
 * after its checks held. So a run that dies between a change and its restart does not forget the restart.
 */
export type MarkName = string;

export type FileOperation = {
  readonly kind: 'file';
  readonly path: string;
  readonly content: Text;
  /** Octal string such as '0644'. */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  /** Written only where nothing is yet: its daemon rewrites it, later changes go by protocol (sentinel.conf). */
  readonly seed?: boolean;
  readonly marks?: readonly MarkName[];
};

/** A block between `# BEGIN hpcha NAME` and `# END hpcha NAME`; the rest of the file is not ours. */
export type BlockOperation = {
  readonly kind: 'block';
  readonly path: string;
  readonly name: string;
  readonly content: Text;
  readonly marks?: readonly MarkName[];
};

/** One line of an existing file: the line that matches is replaced; if none does, `append` says whether it is added. */
export type LineOperation = {
  readonly kind: 'line';
  readonly path: string;
  /** A regular expression (JavaScript source) that finds the line. */
  readonly match: string;
  readonly line: string;
  readonly append: boolean;
  readonly marks?: readonly MarkName[];
};

export type DirectoryOperation = {
  readonly kind: 'directory';
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  /** `chattr +i` while nothing is mounted on it, so that a failed mount can never be mistaken for an empty directory. */
  readonly immutableWhenUnmounted?: boolean;
};

export type UserOperation = {
  readonly kind: 'user';
  readonly name: string;
  readonly uid?: number;
  readonly group: string;
  readonly gid?: number;
  readonly home: string;
  readonly shell: string;
  readonly system: boolean;
};

/** Installed without letting the packages' own scripts start any service: units are started by `unit` operations only. */
export type PackageOperation = {readonly kind: 'package'; readonly names: readonly string[]};

export type UnitOperation = {
  readonly kind: 'unit';
  readonly unit: string;
  readonly state?: 'started' | 'stopped' | 'reloaded';
  /** true: enabled at boot; false: disabled. Absent: left alone. */
  readonly enabled?: boolean;
  /** 'runtime' masks until the next boot; false unmasks (both kinds). Absent: left alone. */
  readonly masked?: 'runtime' | 'persistent' | false;
  /** A start makes these pending restarts unnecessary. */
  readonly clears?: readonly MarkName[];
};

/** Restarts (or reloads) the unit if the mark is pending there; without a mark there is nothing to do. */
export type RestartOperation = {
  readonly kind: 'restart';
  readonly unit: string;
  readonly mark: MarkName;
  readonly how: 'restart' | 'reload';
};

/** An fstab line and the mount itself. */
export type MountOperation = {
  readonly kind: 'mount';
  readonly path: string;
  readonly source: string;
  readonly fstype: string;
  readonly options: string;
};

/** SQL on the controller's own server, as root over its unix socket. */
export type SqlOperation = {
  readonly kind: 'sql';
  /** Not needed when this query's rows, joined by tabs and newlines, are exactly `expect`. */
  readonly look: {readonly query: Text; readonly expect: Text};
  readonly statements: readonly Text[];
};

/** Redis commands on one instance of the controller. Each command is a list of words. */
export type RedisOperation = {
  readonly kind: 'redis';
  readonly port: number;
  /** Not needed when the reply to this command, as text, matches the regular expression. */
  readonly look: {readonly command: readonly string[]; readonly matches: string};
  readonly commands: readonly (readonly RedisWord[])[];
};

/**
 * A word of a Redis command. `nodeIdOf` is `address:port` of a cluster node: its id is made by the daemon and is looked up in
 * this instance's own CLUSTER NODES when the command is sent (lines flagged fail, noaddr or handshake do not count).
 */
export type RedisWord = string | {readonly secret: string} | {readonly nodeIdOf: string};

/** What a look's output must be for an `exec` to be unnecessary. */
export type Expectation =
  | {readonly kind: 'exit'; readonly codes: readonly number[]}
  | {readonly kind: 'stdout-is'; readonly text: string}
  | {readonly kind: 'stdout-matches'; readonly pattern: string};

/** A command for what no other operation does. `unless` is its look: when that holds, nothing is done. */
export type ExecOperation = {
  readonly kind: 'exec';
  readonly argv: Argv;
  readonly stdin?: Text;
  /** Login user's rights are raised to root; set for another account, e.g. 'mysql'. */
  readonly user?: string;
  readonly unless: {readonly argv: Argv; readonly expect: Expectation};
  readonly marks?: readonly MarkName[];
};

/**
 * Proves something by doing it: writes a canary, or takes it away again. The Runner carries it out on every run and counts it
 * as unchanged, because its phase leaves the cluster as it was; a dry run only names it. The proof itself is in `after`.
 */
export type VerifyOperation = {
  readonly kind: 'verify';
  readonly act: /** Must end with exit code 0. */
    | {readonly via: 'exec'; readonly argv: Argv; readonly user?: string}
    /** Error replies that match `tolerates` (a regular expression: READONLY, MOVED) are an answer: another instance has the key. */
    | {
        readonly via: 'redis';
        readonly port: number;
        readonly commands: readonly (readonly string[])[];
        readonly tolerates: string;
      };
};

/** The single executable of the build that the Runner runs, at `path`, 0755 root: known by its sha256, copied once. */
export type ProgramOperation = {readonly kind: 'program'; readonly path: string; readonly marks?: readonly MarkName[]};

/** A whole drill: arm, watch, inject, watch, restore, wait for green, read back, report (ha-operations §8.2). */
export type DrillOperation = {readonly kind: 'drill'; readonly spec: DrillSpec};

export type Operation =
  | FileOperation
  | BlockOperation
  | LineOperation
  | DirectoryOperation
  | UserOperation
  | PackageOperation
  | UnitOperation
  | RestartOperation
  | MountOperation
  | SqlOperation
  | RedisOperation
  | ExecOperation
  | VerifyOperation
  | ProgramOperation
  | DrillOperation;
