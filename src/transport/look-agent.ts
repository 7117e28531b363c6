// Keeps one program running on a host that answers looks, and starts it anew when it is lost.

import type {Writable} from 'node:stream';
import {toHpchaError} from '../model/error.ts';
import type {AgentFrame} from './agent-frames.ts';
import {FrameReader} from './agent-frames.ts';
import type {AskedResult, WordedLook} from './asked-look.ts';
import {AskedLook} from './asked-look.ts';
import {cleanBytes} from './clean-text.ts';
import type {Link, RawOutput} from './link.ts';
import {agentArgv, agentKill, agentProgram, agentRequest} from './look-agent-script.ts';
import {lookTimeout} from './look-answer.ts';
import {abortError, lastWords, lostError, timeoutError} from './transport-errors.ts';

/** The longest timer that there is; a program that lives longer is started anew. */
const lifeMs = 2 ** 31 - 1;
/** The host reports a passed deadline in whole seconds; beyond that we report it ourselves. */
const graceMs = 150;
/** Login and a free channel must be had within the look's own time and this. */
const startMs = 4500;
/** A program that has stopped answering is left alone this long, in case that it is only slow, and then hung up. */
const patienceMs = 5000;

/** All looks of one connection go through here. */
export class LookAgent {
  readonly #link: Link;
  #running: RunningAgent | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  /** Sends the looks. Aborting the signal ends their commands on the host too. */
  ask(looks: readonly WordedLook[], signal: AbortSignal): readonly AskedLook[] {
    if (this.#running === undefined || !this.#running.isUsable) this.#running = new RunningAgent(this.#link);
    return this.#running.ask(looks, signal);
  }
}

class RunningAgent {
  readonly #link: Link;
  readonly #asked = new Map<number, AskedLook>();
  readonly #frames = new FrameReader();
  readonly #stop = new AbortController();
  #stdin: Writable | undefined;
  #nextId = 1;
  #lastFrameAt = 0;
  #isUsable = true;

  constructor(link: Link) {
    this.#link = link;
    void this.#run();
  }

  get isUsable(): boolean {
    return this.#isUsable;
  }

  ask(looks: readonly WordedLook[], signal: AbortSignal): readonly AskedLook[] {
    const asked = looks.map((look) => new AskedLook(look));
    const ids = asked.map((each) => {
      const id = this.#nextId++;
      this.#asked.set(id, each);
      each.limit(each.look.timeoutMs + startMs, () => this.#neverStarted(id, each));
      return id;
    });
    const cancel = (): void => {
      for (const id of ids) this.#cancel(id, signal);
    };
    signal.addEventListener('abort', cancel, {once: true});
    void Promise.all(asked.map(({result}) => result)).then(() => signal.removeEventListener('abort', cancel));
    this.#send(ids);
    if (signal.aborted) cancel();
    return asked;
  }

  async #run(): Promise<void> {
    try {
      const raw = await this.#link.exec(
        {
          argv: agentArgv(),
          holdStdin: true,
          timeoutMs: lifeMs,
          onStart: (stdin) => this.#started(stdin),
          onStdout: (chunk) => this.#take(chunk),
        },
        this.#stop.signal,
      );
      this.#ended(this.#howItEnded(raw));
    } catch (error) {
      this.#ended({kind: 'error', error: toHpchaError(error, this.#link.host)});
    }
  }

  #started(stdin: Writable): void {
    // What cannot be written is answered by the channel's end.
    stdin.on('error', () => undefined);
    this.#stdin = stdin;
    stdin.write(agentProgram);
    this.#send([...this.#asked.keys()]);
  }

  #send(ids: readonly number[]): void {
    if (this.#stdin === undefined) return;
    const requests = ids.flatMap((id) => {
      const asked = this.#asked.get(id);
      if (asked === undefined || asked.isSettled || asked.sentAt > 0) return [];
      asked.sentAt = performance.now();
      asked.limit(asked.look.timeoutMs + graceMs, () => this.#overdue(asked));
      return [agentRequest(id, asked.argv, asked.look.timeoutMs)];
    });
    if (requests.length > 0) this.#stdin.write(Buffer.concat(requests));
  }

  #neverStarted(id: number, asked: AskedLook): void {
    const ms = asked.look.timeoutMs + startMs;
    asked.settle({kind: 'error', error: timeoutError(this.#link.host, 'waiting for a free channel', ms)});
    asked.leave();
    this.#asked.delete(id);
    this.#giveUp();
  }

  #cancel(id: number, signal: AbortSignal): void {
    const asked = this.#asked.get(id);
    if (asked === undefined || asked.isSettled) return;
    asked.settle({kind: 'error', error: abortError(signal, this.#link.host)});
    if (asked.sentAt > 0) {
      this.#stdin?.write(agentKill(id));
      return;
    }
    asked.leave();
    this.#asked.delete(id);
  }

  /** Our own clock says that it is over. A program that has said nothing at all since is itself stuck: the next look gets another. */
  #overdue(asked: AskedLook): void {
    asked.settle({kind: 'error', error: lookTimeout(asked.look, this.#link.host)});
    if (this.#lastFrameAt < asked.sentAt) this.#giveUp();
  }

  #giveUp(): void {
    if (!this.#isUsable) return;
    this.#isUsable = false;
    setTimeout(() => this.#stop.abort(), patienceMs).unref();
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#frames.read(chunk)) this.#apply(frame);
    if (!this.#frames.broken) return;
    const what = 'the answer to a look was unreadable (does a login script print something?)';
    this.#ended({kind: 'error', error: lostError(this.#link.host, what)});
    this.#stop.abort();
  }

  #apply(frame: AgentFrame): void {
    this.#lastFrameAt = performance.now();
    const asked = this.#asked.get(frame.id);
    if (asked === undefined) return;
    if (frame.kind === 'stdout') asked.stdout.add(frame.bytes);
    if (frame.kind === 'stderr') asked.stderr.add(frame.bytes);
    if (frame.kind === 'deadline') asked.settle({kind: 'error', error: lookTimeout(asked.look, this.#link.host)});
    if (frame.kind === 'exit') {
      asked.exit(frame.code);
      this.#asked.delete(frame.id);
    }
  }

  #howItEnded(raw: RawOutput): AskedResult {
    if (raw.exitCode === 127) return {kind: 'no-perl'};
    const said = lastWords(cleanBytes(raw.stderr));
    const what = `the program that answers looks ended (exit ${raw.exitCode}${said === '' ? '' : `: ${said}`})`;
    return {kind: 'error', error: lostError(this.#link.host, what)};
  }

  #ended(result: AskedResult): void {
    this.#isUsable = false;
    for (const asked of this.#asked.values()) {
      asked.settle(result);
      asked.leave();
    }
    this.#asked.clear();
  }
}
