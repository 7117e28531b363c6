// The judged status as frames: a whole snapshot for whoever comes, and for everybody else only what changed, made once for all.

import {statusJson} from '../../cli/status-json.ts';
import type {Judgement} from '../../model/verdict.ts';
import {diffJson} from './json-patch.ts';

export type StatusFrames = {
  readonly seq: number;
  /** Brings a client that has `from` to `seq`; null where a whole snapshot is shorter, or nothing was before. */
  readonly delta: {readonly from: number; readonly frame: Buffer} | null;
  /** The whole, as one frame. Both are made into bytes once, however many clients there are. */
  snapshot(): Buffer;
};

/** `full`: with evidence and operators' parameters; `plain`: what every user may see. */
export type StatusView = 'full' | 'plain';

const signOfLifeMs = 5_000;

export class StatusChannel {
  #seq = 0;
  #status: unknown;
  #at = 0;
  #frames: StatusFrames | undefined;
  readonly #view: StatusView;

  constructor(view: StatusView) {
    this.#view = view;
  }

  get frames(): StatusFrames | undefined {
    return this.#frames;
  }

  /** The status object as of now, for the JSON of the metrics service. */
  get status(): unknown {
    return this.#status;
  }

  /** undefined: nothing is different but the time, which is told every few seconds as a sign of life. */
  publish(judgement: Judgement): StatusFrames | undefined {
    const status = statusOf(judgement, this.#view);
    const before = this.#status;
    const patch = before === undefined ? undefined : diffJson(before, status);
    const isSame = patch?.every(({path}) => path === '/at') === true;
    if (isSame && judgement.at - this.#at < signOfLifeMs) return undefined;
    const from = this.#seq;
    this.#seq += 1;
    this.#status = status;
    this.#at = judgement.at;
    const [seq, at] = [this.#seq, this.#at];
    let whole: Buffer | undefined;
    const snapshot = (): Buffer => {
      whole ??= Buffer.from(JSON.stringify({type: 'snapshot', seq, at, status}));
      return whole;
    };
    const frame = patch === undefined ? undefined : Buffer.from(JSON.stringify({type: 'delta', seq, from, at, patch}));
    const isWorth = frame !== undefined && frame.length < snapshot().length;
    this.#frames = {seq, delta: isWorth ? {from, frame} : null, snapshot};
    return this.#frames;
  }
}

/** The schema of `status --json`. Without evidence for those who only use the cluster: it quotes commands and logs. */
export function statusOf(judgement: Judgement, view: StatusView): unknown {
  const {findings} = judgement;
  const shown = view === 'full' ? findings : findings.map(({evidence: _evidence, ...finding}) => finding);
  return JSON.parse(statusJson({...judgement, findings: shown}));
}
