// Follows a look that never ends by itself (a log, a kernel's events): line by line, begun again whenever it breaks.

import type {Argv} from '../model/argv.ts';
import type {HpchaError} from '../model/error.ts';
import {isHpchaError, toHpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import {cleanBytes} from './clean-text.ts';
import {checkArgv, withEnvironment} from './command-words.ts';
import type {StreamSink} from './host.ts';
import {LineSplitter} from './line-splitter.ts';
import type {Flow, Link, RawOutput} from './link.ts';
import {pauseUnlessAborted} from './pause-unless-aborted.ts';
import type {RootRights} from './root-rights.ts';
import {sudoRefusal} from './root-rights.ts';
import {lastWords, lostError} from './transport-errors.ts';

/** After the n-th break in a row; a stream that held for a while begins at the first again. */
const backoffMs: readonly number[] = [500, 1000, 2000, 5000, 10_000];
const heldMs = 30_000;
/** A stream that has not ended by then is begun anew: nothing on a host outlives a lost console by more than a day. */
const dayMs = 24 * 60 * 60_000;
/** One tick's worth of lines and bytes; whoever writes more is made to wait, so that a flood cannot take the program. */
const tickMs = 100;
const linesPerTick = 400;
const bytesPerTick = 512 * 1024;

/**
 * Runs the words after it, and ends them when stdin closes: without that a command that only writes now and then (`ip monitor`)
 * would outlive a console that was killed until its next line.
 */
const guard =
  'exec 3<&0; "$@" 3<&- </dev/null & p=$!; (cat <&3; kill "$p") >/dev/null 2>&1 & w=$!; exec 3<&-; wait "$p"; r=$?; kill "$w" 2>/dev/null; exit "$r"';

export function guardedWords(argv: Argv): Argv {
  return withEnvironment(['sh', '-c', guard, 'hpcha', ...argv]);
}

export type FollowWay = {readonly link: Link; readonly rights: Pick<RootRights, 'words' | 'kind' | 'denied'>};

/** Follows until the signal aborts. What happens is told to the sink alone; nothing is thrown. */
export function followLook(way: FollowWay, look: Look, sink: StreamSink, signal: AbortSignal): void {
  checkArgv(look.argv, way.link.host);
  void new Following(way, look, sink, signal).run();
}

class Following {
  readonly #way: FollowWay;
  readonly #look: Look;
  readonly #sink: StreamSink;
  readonly #signal: AbortSignal;
  #broken = 0;

  constructor(way: FollowWay, look: Look, sink: StreamSink, signal: AbortSignal) {
    this.#way = way;
    this.#look = look;
    this.#sink = sink;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      const startedAt = performance.now();
      const error = await this.#once();
      if (this.#signal.aborted) return;
      if (performance.now() - startedAt >= heldMs) this.#broken = 0;
      const retryMs = backoffMs[Math.min(this.#broken, backoffMs.length - 1)] ?? 0;
      this.#broken += 1;
      this.#sink.onState({kind: 'lost', error, retryMs});
      await pauseUnlessAborted(retryMs, this.#signal);
    }
  }

  /** Resolves with why it is over. A stream that ends with exit code 0 has been lost all the same. */
  async #once(): Promise<HpchaError> {
    const {link, rights} = this.#way;
    const {argv, privileged, name} = this.#look;
    const tap = new Tap((line) => this.#sink.onLine(line));
    try {
      const output = await link.exec(
        {
          argv: guardedWords(privileged ? rights.words(argv) : argv),
          holdStdin: true,
          timeoutMs: dayMs,
          onStart: () => this.#sink.onState({kind: 'open'}),
          onFlow: (flow) => tap.takeFlow(flow),
          onStdout: (chunk) => tap.add(chunk),
        },
        this.#signal,
      );
      tap.end();
      return this.#whyEnded(output, name);
    } catch (thrown) {
      return isHpchaError(thrown) ? thrown : toHpchaError(thrown, link.host);
    } finally {
      tap.close();
    }
  }

  #whyEnded(output: RawOutput, name: string): HpchaError {
    const {link, rights} = this.#way;
    const refusal = this.#look.privileged && rights.kind === 'sudo' ? sudoRefusal(output) : undefined;
    if (refusal !== undefined) return rights.denied(this.#look.argv, refusal.said);
    const said = lastWords(cleanBytes(output.stderr));
    return lostError(link.host, `${name} ended (exit ${output.exitCode}${said === '' ? '' : `: ${said}`})`);
  }
}

/** Cuts chunks into lines, and closes the flow for the rest of a tick in which too much came. */
class Tap {
  readonly #splitter: LineSplitter;
  #flow: Flow | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lines = 0;
  #bytes = 0;

  constructor(give: (line: string) => void) {
    this.#splitter = new LineSplitter((line) => {
      this.#lines += 1;
      give(line);
    });
  }

  takeFlow(flow: Flow): void {
    this.#flow = flow;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#splitter.add(chunk);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tick(), tickMs);
    if (this.#lines >= linesPerTick || this.#bytes >= bytesPerTick) this.#flow?.pause();
  }

  end(): void {
    this.#splitter.end();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    this.#timer = undefined;
    this.#lines = 0;
    this.#bytes = 0;
    this.#flow?.resume();
  }
}
