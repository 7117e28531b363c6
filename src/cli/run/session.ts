// One sitting of a command that changes something: configuration, connections, and every answer given on the way.

import {findConfig} from '../../config/find-config.ts';
import type {LoadedConfig} from '../../config/load.ts';
import {loadConfig} from '../../config/load.ts';
import {Secret} from '../../model/secret.ts';
import type {Holder} from '../../run/lock/see-locks.ts';
import {holders, seeLocks} from '../../run/lock/see-locks.ts';
import {stateDirectory} from '../../run/record/state-directory.ts';
import type {Transport} from '../../transport/host.ts';
import {openTransport} from '../../transport/open-transport.ts';
import type {CommandOptions} from '../bind.ts';
import {tellWarnings} from '../config-warnings.ts';
import type {CliIo} from '../io.ts';
import {languageOf} from '../language.ts';
import type {ActionRequest, Asked} from './planned-actions.ts';
import {askWithEvidence} from './planned-actions.ts';

export type Session = {
  readonly io: CliIo;
  readonly loaded: LoadedConfig;
  readonly transport: Transport;
  /** Prompts and answers so far; the Runner gets them through its pipe. */
  readonly answers: ReadonlyMap<string, Secret>;
  /** Collects fresh evidence and asks the action; also looks whether somebody holds the lock. */
  plan(request: ActionRequest): Promise<Asked & {readonly holders: readonly Holder[]}>;
};

/** Opens a session, hands it to `use`, and closes its connections whatever happens. */
export async function withSession<T>(
  io: CliIo,
  options: Pick<CommandOptions, 'config' | 'lang'>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const path = findConfig(options.config[0], io.env, io.cwd);
  const loaded = await loadConfig(path, io.env);
  tellWarnings(io, loaded.warnings, languageOf(options, io.env));
  const answers = new Map<string, Secret>();
  const transport = openTransport(loaded.config, {
    secrets: loaded.secrets,
    signal: io.signal,
    askPassword: async (prompt) => {
      const answer = new Secret(await io.ask(prompt, {hidden: true}));
      answers.set(prompt, answer);
      return answer;
    },
  });
  const controllers = loaded.config.nodes.controllers.map(({hostname}) => transport.connection(hostname).inspector);
  const plan = async (request: ActionRequest) => {
    const [asked, locks] = await Promise.all([
      askWithEvidence(request, {config: loaded.config, transport, state: stateDirectory(io.env)}, io.signal),
      seeLocks(controllers, io.signal),
    ]);
    return {...asked, holders: holders(locks)};
  };
  try {
    return await use({io, loaded, transport, answers, plan});
  } finally {
    await transport.close();
  }
}
