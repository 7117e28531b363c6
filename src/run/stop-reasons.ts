// Everything that may end a run between two steps: a request, a lost lock, a journal on a full disk, a machine going down.

import type {RunResult, RunStop} from '../model/run-event.ts';
import type {Clock} from './clock.ts';
import {cancelRequestedBy} from './record/cancel-request.ts';
import type {Journal} from './record/journal.ts';

const pollMs = 500;
/** A sign of life in the journal every ten seconds, for whoever follows it through a quiet step. */
const heartbeatEvery = 20;

export class StopReasons {
  private readonly journal: Journal;
  private readonly signal: AbortSignal;
  private readonly askedBy: () => Promise<string | null>;
  private cancelledBy: string | null = null;
  private lost: string | null = null;

  constructor(run: {readonly state: string; readonly runId: string}, journal: Journal, signal: AbortSignal) {
    this.journal = journal;
    this.signal = signal;
    this.askedBy = () => cancelRequestedBy(run.state, run.runId);
  }

  /** Looks for a request to cancel until `until` aborts. */
  async watch(clock: Clock, until: AbortSignal): Promise<void> {
    for (let turn = 1; !until.aborted; turn += 1) {
      if (this.cancelledBy === null) {
        this.cancelledBy = await this.askedBy();
        if (this.cancelledBy !== null) this.journal.emit({type: 'cancel-requested', by: this.cancelledBy});
      }
      if (turn % heartbeatEvery === 0) this.journal.emit({type: 'heartbeat'});
      await clock.sleep(pollMs, until);
    }
  }

  lockLost(why: string): void {
    this.lost = why;
  }

  /** Why no further step may begin; null: go on. */
  reason(): string | null {
    return this.stop()?.what ?? null;
  }

  stop(): RunStop | null {
    const failure = this.journal.failure();
    if (failure !== null) return {code: 'command', what: `the journal cannot be written: ${failure.what}`};
    if (this.lost !== null) return {code: 'locked', what: this.lost};
    if (this.signal.aborted) return {code: 'cancelled', what: 'the machine of the Runner is shutting down'};
    return this.cancelledBy === null ? null : {code: 'cancelled', what: `cancelled by ${this.cancelledBy}`};
  }

  /** Steps that were left out because of a wish are a cancel; because of anything else they are a failure. */
  resultOf(result: RunResult): RunResult {
    return result === 'cancelled' && this.stop()?.code !== 'cancelled' ? 'failed' : result;
  }
}
