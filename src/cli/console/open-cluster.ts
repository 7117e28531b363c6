// One cluster of a console before it opens: its configuration, its connections, its passwords, its recorder.

import {offers} from '../../actions/offers.ts';
import {phases} from '../../actions/phases/order.ts';
import {findConfig} from '../../config/find-config.ts';
import type {LoadedConfig} from '../../config/load.ts';
import {loadConfig} from '../../config/load.ts';
import {HpchaError} from '../../model/error.ts';
import type {Language} from '../../model/message.ts';
import {Secret} from '../../model/secret.ts';
import {hostTablesLook} from '../../probes/catalogue/host.ts';
import {actorText, currentActor} from '../../run/actor.ts';
import type {ConsoleDeps, ConsoleSummary} from '../../state/console-deps.ts';
import {nodeNameLimit} from '../../state/console-deps.ts';
import type {Transport} from '../../transport/host.ts';
import {openTransport} from '../../transport/open-transport.ts';
import {tellWarnings} from '../config-warnings.ts';
import type {CliIo} from '../io.ts';
import type {FlightRecorder} from './flight-recorder.ts';
import {startFlightRecorder} from './flight-recorder.ts';

/** One configuration with its connections. Passwords are asked for before the console has the keyboard, never afterwards. */
export type OpenCluster = {
  readonly loaded: LoadedConfig;
  readonly transport: Transport;
  readonly answers: ReadonlyMap<string, Secret>;
  readonly recorder: ConsoleRecorder;
  askForPasswords(watchOnly: boolean): Promise<void>;
};

export async function openCluster(path: string | undefined, io: CliIo, language: Language): Promise<OpenCluster> {
  const loaded = await loadConfig(findConfig(path, io.env, io.cwd), io.env);
  tellWarnings(io, loaded.warnings, language);
  const answers = new Map<string, Secret>();
  let asked = false;
  const transport = openTransport(loaded.config, {
    secrets: loaded.secrets,
    askPassword: async (prompt) => {
      if (asked) throw noPromptNow(prompt);
      const answer = new Secret(await io.ask(prompt, {hidden: true}));
      answers.set(prompt, answer);
      return answer;
    },
  });
  return {
    loaded,
    transport,
    answers,
    recorder: recorderOf(loaded, io),
    async askForPasswords(watchOnly) {
      await askForPasswords(loaded, transport, watchOnly, io.signal);
      asked = true;
    },
  };
}

/** A confirmation names its cluster: two of one name could be taken for each other. */
export function refuseSameName(clusters: readonly OpenCluster[]): void {
  const names = clusters.map(({loaded}) => loaded.config.cluster.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const hint = 'give each configuration a cluster.name of its own';
  throw new HpchaError({
    code: 'config',
    where: 'console',
    what: `two configurations name their cluster ${twice}`,
    hint,
  });
}

/** Once the console has the keyboard nobody else can ask on it. */
function noPromptNow(prompt: string): HpchaError {
  return new HpchaError({
    code: 'auth',
    where: 'console',
    what: `a password is wanted (${prompt.trim()})`,
    hint: 'leave the console and start it again: it asks before it opens',
  });
}

/**
 * Where sudo may ask for a password, one privileged command before the console opens lets it ask. A watching console asks no more
 * than a look: an account that may do nothing else would be refused `true`, and its administrator told of a trespass.
 */
async function askForPasswords(
  loaded: LoadedConfig,
  transport: Transport,
  watchOnly: boolean,
  signal: AbortSignal,
): Promise<void> {
  const asking = loaded.config.nodes.controllers.filter(({ssh}) => ssh.user !== 'root' && ssh.become !== 'none');
  for (const {hostname} of asking) {
    const {inspector, reader} = transport.connection(hostname);
    try {
      if (watchOnly) await reader.look(hostTablesLook(), signal);
      else await inspector.inspect(['true'], {timeoutMs: 20_000}, signal);
    } catch {
      // Not reachable, or refused: the console says so on its own screen, for every controller.
    }
  }
}

export type ConsoleRecorder = FlightRecorder & {complainTo(failed: (thrown: unknown) => void): void};

/** What goes wrong with it before the console is open is told as soon as it is. */
function recorderOf(loaded: LoadedConfig, io: CliIo): ConsoleRecorder {
  const first = Promise.withResolvers<unknown>();
  const recorder = startFlightRecorder({
    env: io.env,
    summary: summaryOf(loaded, actorText(currentActor(io.env))),
    now: wallClock,
    failed: first.resolve,
  });
  return {...recorder, complainTo: (failed) => void first.promise.then(failed)};
}

export function wallClock(): ReturnType<ConsoleDeps['now']> {
  return {at: Date.now(), zoneOffsetMinutes: -new Date().getTimezoneOffset()};
}

export function summaryOf({config}: LoadedConfig, actor: string): ConsoleSummary {
  return {
    cluster: config.cluster.name,
    vip: config.network.vip,
    actor,
    lab: config.lab,
    controllers: config.nodes.controllers.map(({hostname}) => hostname),
    computeNodes: config.nodes.compute_nodes.length,
    nodes: config.nodes.compute_nodes.slice(0, nodeNameLimit).map(({hostname}) => hostname),
    actions: offers,
    phases: phases.map(({number, name, title}) => ({number, name, title})),
  };
}
