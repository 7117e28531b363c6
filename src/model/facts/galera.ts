// What MariaDB and Galera tell of one controller, and what only a recovery needs to know.

import type {HostName} from '../service.ts';
import type {UnitFacts} from './host.ts';

export type GrastateFacts = {
  readonly uuid: string;
  readonly seqno: bigint;
  readonly safeToBootstrap: boolean | null;
};

export type GaleraFacts = {
  readonly unit: UnitFacts;
  readonly process: 'none' | 'running' | 'sst' | 'unknown';
  /** `SHOW GLOBAL STATUS LIKE 'wsrep_%'` and the variables asked with it, as text; null when SQL did not answer. */
  readonly status: Readonly<Record<string, string>> | null;
  readonly variables: Readonly<Record<string, string>> | null;
  /** Why SQL did not answer. */
  readonly sqlError: string | null;
  /** null: no such file. 'malformed': there, but not readable as one. */
  readonly grastate: GrastateFacts | 'malformed' | null;
  readonly gvwstate: 'none' | 'empty' | 'present';
  /** `wsrep_cluster_address` as the files say it, for a stopped server too; null when no file sets it. */
  readonly configuredAddress: string | null;
  readonly configuredName: string | null;
  /** Leftovers that would make a start a bootstrap (ha-operations §3.2). */
  readonly bootstrapLeftovers: readonly string[];
  /** 'absent': no directory; 'fresh': only system databases and never joined; 'data': anything else. */
  readonly datadir: 'absent' | 'fresh' | 'data';
  /** Databases of its own (not mysql, sys, information_schema, performance_schema). */
  readonly databases: readonly string[] | null;
  /** The arbitrator on a controller without a server (DESIGN §6). */
  readonly arbitrator: UnitFacts | null;
};

/** What only a recovery of Galera needs to know of a controller; read on demand, for planning only, never polled. */
export type GaleraRecoveryFacts = {
  /**
   * What `mariadbd --wsrep-recover` told when this program last ran it there, if nothing has touched the data since. `error`:
   * it could not tell; the position of this node is then unknown.
   */
  readonly recovered:
    | {readonly kind: 'position'; readonly uuid: string; readonly seqno: bigint}
    | {readonly kind: 'error'; readonly why: string}
    | null;
  /** The saved view (gvwstate.dat): its id and its members; null: no such file, or none that can be read. */
  readonly savedView: {readonly id: string; readonly members: readonly string[]} | null;
  /** The saved view with which all nodes were started together without becoming Primary; null: never. */
  readonly viewTried: string | null;
  /** Whom the orderly stop recorded as the last node out; null: no record. */
  readonly lastOut: HostName | null;
  /** The component that stayed non-Primary through a whole wait, and how long ago that wait ended (this host's clock). */
  readonly waited: {readonly component: string; readonly agoSeconds: number} | null;
  /** Whether the other controllers' database ports answer from here: true means that a server runs there, whoever reaches it by ssh. */
  readonly answers: Readonly<Record<HostName, boolean | null>>;
};
