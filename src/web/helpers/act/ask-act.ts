// Asks the act helper of this controller: one question, one answer, one connection.

import {connect} from 'node:net';
import {HpchaError, toHpchaError} from '../../../model/error.ts';
import {JsonLines, writeLine} from '../look/json-lines.ts';
import type {ActAnswer, ActQuestion} from './act-protocol.ts';
import {actSocketPath, longestActAnswer} from './act-protocol.ts';

/** Evidence of a sick cluster is looked at twice before a plan is refused. */
const answerMs = 75_000;

/** Rejects with the helper's own HpchaError, or `unreachable`, `timeout`. */
export async function askAct(
  question: ActQuestion,
  path = actSocketPath,
): Promise<Exclude<ActAnswer, {kind: 'error'}>> {
  const {promise, resolve, reject} = Promise.withResolvers<ActAnswer>();
  const socket = connect({path});
  const lines = new JsonLines(longestActAnswer);
  const lost = (what: string): void =>
    reject(new HpchaError({code: 'unreachable', where: 'act helper', what, hint: 'systemctl status hpcha-act.socket'}));
  const timer = setTimeout(
    () => reject(new HpchaError({code: 'timeout', where: 'act helper', what: 'it did not answer in time'})),
    answerMs,
  );
  socket.once('connect', () => writeLine(socket, question));
  socket.on('error', (error) => lost(error.message));
  socket.on('close', () => lost('it hung up without an answer'));
  socket.on('data', (chunk: Buffer) => {
    try {
      const [value] = lines.read(chunk);
      // Root's own words, on this machine.
      if (value !== undefined) resolve(value as ActAnswer);
    } catch (thrown) {
      reject(toHpchaError(thrown, 'act helper'));
    }
  });
  try {
    const answer = await promise;
    if (answer.kind !== 'error') return answer;
    const {code, where, what, hint} = answer.error;
    throw new HpchaError({code, where, what, ...(hint === undefined ? {} : {hint})});
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
