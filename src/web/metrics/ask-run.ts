// Asks another controller's metrics service about a run that was begun there, as the same person.

import {z} from 'zod';
import {HpchaError} from '../../model/error.ts';
import type {WebSettings} from '../settings.ts';

export type PeerRun =
  | {readonly kind: 'found'; readonly value: unknown}
  | {readonly kind: 'unknown'}
  /** It knows the run and does not do what was asked: in its own words. */
  | {readonly kind: 'refused'; readonly error: HpchaError}
  | {readonly kind: 'lost'};

export type RunQuestion = {readonly id: string; readonly verb: 'show' | 'cancel'; readonly token: string};

/** Never rejects: a controller that lost its power must not take the others' answer away. */
export type AskPeerRun = (
  peer: WebSettings['controllers'][number],
  question: RunQuestion,
  signal: AbortSignal,
) => Promise<PeerRun>;

/** A helper takes a second or two to start there. */
const peerMs = 12_000;

const errorSchema = z.object({
  error: z.object({code: z.string(), where: z.string(), what: z.string(), hint: z.string().nullish()}),
});

export function peerRuns(port: number, path: string): AskPeerRun {
  return async ({address}, {id, verb, token}, signal) => {
    const where = `http://${address}:${port}${path}/runs/${id}${verb === 'cancel' ? '/cancel' : ''}?here=1`;
    try {
      const answer = await fetch(where, {
        ...{method: verb === 'cancel' ? 'POST' : 'GET', headers: {authorization: `Bearer ${token}`}, redirect: 'error'},
        signal: AbortSignal.any([signal, AbortSignal.timeout(peerMs)]),
      });
      const body: unknown = await answer.json();
      if (answer.ok) return {kind: 'found', value: body};
      const {error} = errorSchema.parse(body);
      if (error.code === 'run-unknown') return {kind: 'unknown'};
      if (error.code !== 'refused') return {kind: 'lost'};
      const {where: place, what} = error;
      return {kind: 'refused', error: new HpchaError({code: 'refused', where: place, what})};
    } catch {
      // It could not be reached, or said nothing that can be read: whether it knows the run is not known.
      return {kind: 'lost'};
    }
  };
}
