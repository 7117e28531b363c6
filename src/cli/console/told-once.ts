// What runs of this console made for one use: told in the plain terminal when the console has closed, never on a screen that is recorded.

import type {RunProgress} from '../../model/run-progress.ts';
import {foldRunEvent, noProgress} from '../../model/run-progress.ts';
import type {SecretValues} from '../../model/secret.ts';
import {systemClock} from '../../run/clock.ts';
import {followJournal} from '../../run/record/follow-journal.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {CliIo} from '../io.ts';
import {firstPasswordText} from '../run/first-password.ts';
import type {StartedRun} from '../run/start-run.ts';

export class ToldOnce {
  readonly #runs = new Map<string, SecretValues>();

  note({runId, once}: StartedRun): void {
    if (once.size > 0) this.#runs.set(runId, once);
  }

  /** Writes what there is to tell, by the journals of those runs as they are now. */
  async tell(io: CliIo): Promise<void> {
    for (const [runId, once] of this.#runs) {
      io.stderr(firstPasswordText(await progressOf(runId, io), once, 'en'));
    }
  }
}

async function progressOf(runId: string, io: CliIo): Promise<RunProgress> {
  let progress: RunProgress = noProgress;
  // Aborted from the start: it yields what is there and does not wait for more.
  for await (const followed of followJournal(stateDirectory(io.env), runId, systemClock, AbortSignal.abort())) {
    if (followed.kind === 'event') progress = foldRunEvent(progress, followed.event);
  }
  return progress;
}
