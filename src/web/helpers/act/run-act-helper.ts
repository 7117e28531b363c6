// `hpcha-tui helper act`: systemd hands it one connection with one question of a web service; it answers and ends, its Runner goes on.

import {readFile} from 'node:fs/promises';
import type {Duplex} from 'node:stream';
import {HpchaError, toHpchaError} from '../../../model/error.ts';
import {Secret, type SecretValues} from '../../../model/secret.ts';
import {localController} from '../local-controller.ts';
import {JsonLines, writeLine} from '../look/json-lines.ts';
import {readPeerKey} from '../peer-key.ts';
import {publicConfig} from '../public-config-file.ts';
import {stdioStream} from '../stdio-stream.ts';
import {verifyOperator} from '../token-rights.ts';
import type {ActAnswer, ActQuestion} from './act-protocol.ts';
import {actQuestionSchema, longestActQuestion} from './act-protocol.ts';
import {answerAct} from './answer-act.ts';

const questionMs = 5_000;
/** Journals of what web users started here; root's alone. */
const stateHome = '/var/lib/hpcha/web';

/** Resolves to 0 when it has answered, also where the answer is no. */
export async function runActHelper(): Promise<number> {
  const stream = stdioStream();
  const answer = await answered(stream).catch((thrown: unknown): ActAnswer => {
    const {code, where, what, hint} = toHpchaError(thrown, 'act');
    return {kind: 'error', error: {code, where, what, ...(hint === undefined ? {} : {hint})}};
  });
  writeLine(stream, answer);
  const {promise, resolve} = Promise.withResolvers<void>();
  stream.once('close', resolve);
  stream.end(resolve);
  await promise;
  stream.destroy();
  return 0;
}

async function answered(stream: Duplex): Promise<ActAnswer> {
  const question = await readQuestion(stream);
  const config = await publicConfig();
  const {hostname: node} = localController(config);
  const env = {...process.env, HOME: '/root', XDG_STATE_HOME: stateHome};
  return answerAct(question, {
    config,
    node,
    secrets: await knownSecrets(),
    peerKey: await readPeerKey(),
    env,
    verify: verifyOperator,
  });
}

function readQuestion(stream: Duplex): Promise<ActQuestion> {
  const lines = new JsonLines(longestActQuestion);
  const {promise, resolve, reject} = Promise.withResolvers<ActQuestion>();
  const wrong = (what: string): void => reject(new HpchaError({code: 'parse', where: 'act', what}));
  const timer = setTimeout(() => wrong('nothing was asked'), questionMs);
  stream.on('data', (chunk: Buffer) => {
    try {
      const [value] = lines.read(chunk);
      if (value === undefined) return;
      const read = actQuestionSchema.safeParse(value);
      if (read.success) resolve(read.data);
      else wrong(`this is no question: ${read.error.issues[0]?.message ?? ''}`);
    } catch (thrown) {
      reject(toHpchaError(thrown, 'act'));
    }
  });
  stream.on('error', (error) => reject(toHpchaError(error, 'act')));
  stream.once('end', () => wrong('nothing was asked'));
  return promise.finally(() => clearTimeout(timer));
}

/** What lies on the controllers anyway; the passwords of the configuration file do not. */
async function knownSecrets(): Promise<SecretValues> {
  try {
    const redis = (await readFile('/etc/hpcha/web/secrets/redis', 'utf8')).trim();
    return new Map([['redis.password', new Secret(redis)]]);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return new Map();
    throw thrown;
  }
}
