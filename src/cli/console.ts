// The console's composition: configuration, connections, probes, judges and runs, tied to the deps that the console is handed.

import {offers} from '../actions/offers.ts';
import {phases} from '../actions/phases/order.ts';
import {findConfig} from '../config/find-config.ts';
import type {LoadedConfig} from '../config/load.ts';
import {loadConfig} from '../config/load.ts';
import {formatMessage} from '../config/message.ts';
import {HpchaError} from '../model/error.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import {Secret} from '../model/secret.ts';
import {hostTablesLook} from '../probes/catalogue/host.ts';
import {judge} from '../probes/judge.ts';
import {actorText, currentActor} from '../run/actor.ts';
import {previewPlan} from '../run/preview.ts';
import {stateDirectory} from '../run/record/state-directory.ts';
import type {ActionPlan, ConsoleDeps, ConsoleSummary, Operator, PlanStage, StepPreview} from '../state/console-deps.ts';
import {nodeNameLimit} from '../state/console-deps.ts';
import type {Poller} from '../state/poller.ts';
import {startPoller} from '../state/poller.ts';
import type {Transport} from '../transport/host.ts';
import {openTransport} from '../transport/open-transport.ts';
import type {CommandOptions} from './bind.ts';
import {readLine} from './console/command-line.ts';
import {completeLine} from './console/complete-line.ts';
import type {ConsoleMemory} from './console/console-memory.ts';
import {openMemory} from './console/console-memory.ts';
import {attachRun, cancelRun, listRuns} from './console/console-runs.ts';
import {ExchangeLog} from './console/exchange-log.ts';
import type {FlightRecorder} from './console/flight-recorder.ts';
import {startFlightRecorder} from './console/flight-recorder.ts';
import {followLogs} from './console/follow-logs.ts';
import {runPlainConsole} from './console/plain-console.ts';
import {initialSnapshot, pollTasks} from './console/poll-tasks.ts';
import {mayRing} from './console/ring.ts';
import type {ConsoleSite} from './console/run-console.ts';
import {runConsole} from './console/run-console.ts';
import {saveTicket} from './console/save-ticket.ts';
import {chooseScreen, screenFlags} from './console/screen-choice.ts';
import {watchChanges} from './console/watch-changes.ts';
import type {CliIo} from './io.ts';
import type {ActionRequest} from './run/planned-actions.ts';
import {askAction} from './run/planned-actions.ts';
import {startRun} from './run/start-run.ts';

/** Opens the console on this process's terminal. Resolves to its exit code. */
export async function runConsoleCommand(io: CliIo, options: CommandOptions): Promise<number> {
  if (options.watch && options.operate) {
    throw new HpchaError({
      code: 'usage',
      where: 'console',
      what: '--watch and --operate exclude each other',
      hint: '--watch can never change anything; without either it starts in watch and o enters operate mode',
    });
  }
  const paths = options.config.length > 1 ? options.config : [options.config[0]];
  const opened: OpenCluster[] = [];
  try {
    for (const path of paths) opened.push(await openCluster(path, io));
    refuseSameName(opened);
    for (const cluster of opened) await cluster.askForPasswords(options.watch);
    const [first, ...others] = await Promise.all(opened.map((cluster) => siteOf(cluster, io, options.watch)));
    if (first === undefined) return 0;
    const mode = options.watch ? 'watch-only' : options.operate ? 'operate' : 'watch';
    const choice = chooseScreen(io.env, screenFlags(options));
    const sites = [first, ...others] as const;
    if (options['plain'] === true) {
      return await runPlainConsole({sites, mode, choice, input: process.stdin, print: io.stdout});
    }
    const bell = mayRing(options['bell'] !== false, io.env);
    const terminal = {stdin: process.stdin, stdout: process.stdout, stderr: process.stderr};
    return await runConsole({sites, mode, bell, choice, terminal});
  } finally {
    await Promise.all(opened.map(({recorder}) => recorder.close()));
    await Promise.all(opened.map(({transport}) => transport.close()));
  }
}

/** One configuration with its connections. Passwords are asked for before the console has the keyboard, never afterwards. */
type OpenCluster = {
  readonly loaded: LoadedConfig;
  readonly transport: Transport;
  readonly answers: ReadonlyMap<string, Secret>;
  readonly recorder: ConsoleRecorder;
  askForPasswords(watchOnly: boolean): Promise<void>;
};

async function openCluster(path: string | undefined, io: CliIo): Promise<OpenCluster> {
  const loaded = await loadConfig(findConfig(path, io.env, io.cwd), io.env);
  for (const warning of loaded.warnings) io.stderr(`warning: ${formatMessage(warning)}\n`);
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
function refuseSameName(clusters: readonly OpenCluster[]): void {
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

async function siteOf(
  {loaded, transport, answers, recorder}: OpenCluster,
  io: CliIo,
  watchOnly: boolean,
): Promise<ConsoleSite> {
  const memory = await openMemory(loaded.config.cluster.name, io.env);
  const deps = composeDeps({loaded, transport, answers, io, watchOnly, memory, recorder});
  return {deps, history: memory.history, alerts: memory.alerts};
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

type Composition = {
  readonly loaded: LoadedConfig;
  readonly transport: Transport;
  readonly answers: ReadonlyMap<string, Secret>;
  readonly io: CliIo;
  readonly watchOnly: boolean;
  readonly recorder: ConsoleRecorder;
  readonly memory: ConsoleMemory;
};

type ConsoleRecorder = FlightRecorder & {complainTo(failed: (thrown: unknown) => void): void};

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

function wallClock(): ReturnType<ConsoleDeps['now']> {
  return {at: Date.now(), zoneOffsetMinutes: -new Date().getTimezoneOffset()};
}

function composeDeps(composition: Composition): ConsoleDeps {
  const {loaded, io} = composition;
  const {config} = loaded;
  let poller: Poller | undefined;
  const exchanges = new ExchangeLog();
  const requests = new WeakMap<Plan, ActionRequest>();
  const summary = summaryOf(loaded, actorText(currentActor(io.env)));
  return {
    summary,
    commandLine: {
      read: (line) => readLine(line, summary),
      complete: (line) => completeLine(line, summary),
    },
    memory: composition.memory,
    watch(listener, failed, heard) {
      composition.recorder.complainTo(failed);
      const poke = (keys: readonly string[] | undefined): void => poller?.poke(keys);
      const changes = watchChanges({config, transport: composition.transport, poke, told: heard});
      poller = startPoller({
        tasks: pollTasks({config, transport: composition.transport, now: Date.now, exchanges}),
        isWatched: changes.covers,
        initial: initialSnapshot({config, now: Date.now}),
        judge: (snapshot, history) => judge({snapshot, config, history}),
        now: Date.now,
        listener,
        failed,
      });
      const {stop} = poller;
      return () => {
        changes.stop();
        stop();
      };
    },
    followLogs: (span, onLines, onSource) =>
      followLogs(
        composition.transport,
        config.nodes.controllers.map(({hostname}) => hostname),
        span,
        {onLines, onSource},
      ),
    record: (event) => composition.recorder.record(event),
    saveTicket: (screen, state) => saveTicket(screen, state, {env: io.env, at: Date.now()}),
    recall: (probe, host) => exchanges.recall(probe, host),
    refresh: () => poller?.refresh(),
    planAction: (request, progress, signal) => planAction(request, {...composition, signal}, requests, progress),
    listRuns: () => listRuns(config.cluster.name, io.env),
    attachRun: (runId, listener, failed) => attachRun(runId, io.env, listener, failed),
    operator: composition.watchOnly ? null : operatorOf(composition, requests),
    now: wallClock,
  };
}

function summaryOf({config}: LoadedConfig, actor: string): ConsoleSummary {
  return {
    cluster: config.cluster.name,
    vip: config.network.vip,
    actor,
    lab: config.lab,
    controllers: config.nodes.controllers.map(({hostname}) => hostname),
    computeNodes: config.nodes.compute_nodes.length,
    nodes: config.nodes.compute_nodes.slice(0, nodeNameLimit).map(({hostname}) => hostname),
    actions: offers,
    phases: phases.map(({number, name, title}) => ({number, name, title, built: number !== 6})),
  };
}

/** Fresh evidence, the plan, and what each of its steps would do now: the same as the command with --dry-run. */
async function planAction(
  request: ActionRequest,
  {loaded, transport, io, signal: closed}: Composition & {readonly signal: AbortSignal},
  requests: WeakMap<Plan, ActionRequest>,
  progress: (stage: PlanStage) => void,
): Promise<ActionPlan> {
  const signal = AbortSignal.any([io.signal, closed]);
  progress('reading');
  const {config, secrets} = loaded;
  const result: PlanResult = await askAction(request, {config, transport, state: stateDirectory(io.env)}, signal);
  if (result.kind === 'refusal') return {result, preview: []};
  requests.set(result.plan, request);
  progress('previewing');
  const controllers = config.nodes.controllers.map(({hostname}) => hostname);
  const inspector = (host: string) => transport.connection(host).inspector;
  const previews = await previewPlan(result.plan, {secrets, controllers, inspector}, signal);
  return {result, preview: previews.map(({step, would, diff, why}) => previewOf(step.id, would, diff ?? why ?? ''))};
}

function previewOf(step: string, would: 'change' | 'later' | 'nothing' | 'fail', diff: string): StepPreview {
  const verdicts = {change: 'change', later: 'unknown', nothing: 'same', fail: 'fail'} as const;
  return {step, verdict: verdicts[would], diff};
}

/** The only hands that the console has; without them (--watch) nothing in it can start anything. */
function operatorOf({loaded, answers, io}: Composition, requests: WeakMap<Plan, ActionRequest>): Operator {
  return {
    async startRun(plan, reason) {
      const request = requests.get(plan);
      if (request === undefined) {
        throw new HpchaError({code: 'bug', where: 'console', what: 'this plan was not made by this console'});
      }
      return startRun({loaded, answers, request, plan, env: io.env, ...(reason === null ? {} : {reason})});
    },
    cancelRun: (runId) => cancelRun(runId, io.env),
  };
}
