// The process behind a run: reads its input from stdin, opens its own connections, and carries the plan out.

import {HpchaError, toHpchaError} from '../../model/error.ts';
import type {Secret} from '../../model/secret.ts';
import {checks} from '../../probes/checks.ts';
import {systemClock} from '../../run/clock.ts';
import {runRunner} from '../../run/runner.ts';
import {openTransport} from '../../transport/open-transport.ts';
import {drillSupport} from '../drill/drill-support.ts';
import {freshProgram} from '../own-program.ts';
import {askAction} from './planned-actions.ts';
import type {RunnerInput} from './runner-input.ts';
import {unpackSecrets} from './secret-json.ts';

/** Exit codes as of any run; nobody may be listening any more, the journal holds the same. */
const exitCodes = {done: 0, failed: 1, unknown: 3, cancelled: 130} as const;

/** Called for the hidden word `__runner`. Hang-ups and the keyboard of a console that is gone mean nothing to it. */
export async function runRunnerProcess(): Promise<number> {
  const ending = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGPIPE'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', () => ending.abort(new HpchaError({code: 'cancelled', where: 'runner', what: 'terminated'})));
  const input = unpackSecrets<RunnerInput>(await readStdin());
  const secrets = new Map(input.secrets);
  const answers = new Map(input.answers);
  const transport = openTransport(input.config, {
    secrets,
    askPassword: (prompt) => answered(prompt, answers),
    ...(input.peers === undefined ? {} : {peers: input.peers}),
  });
  const {runId, state, plan, planHash, actor, reason, config} = input;
  try {
    const result = await runRunner(
      {runId, state, cluster: config.cluster.name, plan, planHash, actor, ...(reason === undefined ? {} : {reason})},
      {
        transport,
        checks,
        secrets,
        clock: systemClock,
        controllers: config.nodes.controllers.map(({hostname}) => hostname),
        replan: (signal) => askAction(input.request, {config, transport, state}, signal),
        program: freshProgram,
        ...(plan.action === 'drill' ? {drill: await drillSupport(config, transport, state)} : {}),
      },
      ending.signal,
    );
    return exitCodes[result];
  } finally {
    await transport.close();
  }
}

async function answered(prompt: string, answers: ReadonlyMap<string, Secret>): Promise<Secret> {
  const answer = answers.get(prompt);
  if (answer !== undefined) return answer;
  throw new HpchaError({
    code: 'auth',
    where: 'runner',
    what: `nobody can be asked: ${prompt}`,
    hint: 'allow it without a question (sudo NOPASSWD, ssh-agent), or run it again and answer while the plan is made',
  });
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  } catch (thrown) {
    throw toHpchaError(thrown, 'runner');
  }
  return Buffer.concat(chunks).toString('utf8');
}
