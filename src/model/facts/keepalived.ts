// What keepalived and the kernel tell of the virtual address on one controller.

import type {UnitFacts} from './host.ts';

/** What keepalived.conf says about moving the address; never its password. */
export type KeepalivedSetup = {
  /** `state` of the instance as written: MASTER or BACKUP; null where it is not said. */
  readonly state: string | null;
  readonly nopreempt: boolean;
  /** Commands of its vrrp_scripts. */
  readonly scripts: readonly string[];
  /** Checks that change the priority instead of putting the instance into FAULT, as `NAME WEIGHT`. */
  readonly weighted: readonly string[];
  /** Scripts that only ask whether a process or unit is there. */
  readonly shallow: readonly string[];
};

export type KeepalivedFacts = {
  readonly unit: UnitFacts;
  /** The kernel's word: is the VIP on an interface here, and on which. */
  readonly vipOn: string | null;
  /** MAC of that interface, or of the one that holds the controller's own address. */
  readonly mac: string | null;
  /** MAC that this machine believes to hold the VIP; null when it has no entry. */
  readonly neighbourMac: string | null;
  /** The kernel's state of that entry: REACHABLE, STALE, FAILED …; null when it has none. */
  readonly neighbourState: string | null;
  /** VRRP state from the event log that notify writes: MASTER, BACKUP, FAULT, STOP; null when there is none. */
  readonly vrrpState: string | null;
  /** Epoch milliseconds, this host's clock. */
  readonly lastTransitionAt: number | null;
  /** How often it became MASTER in the last ten minutes; null without an event log. */
  readonly transitions10min: number | null;
  /** The last changes of state by the event log, newest first, at most eight; [] without an event log. `at` on this host's clock. */
  readonly transitions: readonly {readonly at: number; readonly state: string}[];
  /** `since` in epoch milliseconds, this host's clock; 0 when the flag does not say. */
  readonly maintenance: {readonly owner: string; readonly reason: string; readonly since: number} | null;
  /** How keepalived.conf lets the address move; absent where it could not be read. */
  readonly setup?: KeepalivedSetup;
  /** Results of the functional checks as their files say them: name → passing. */
  readonly checks: Readonly<Record<string, boolean>>;
  /** This host's clock when it was asked, epoch milliseconds: ages of what is above. */
  readonly now: number;
};
