// The console's composition: configuration, connections, probes, judges and runs, tied to the deps that the console is handed.

import type {LoadedConfig} from '../config/load.ts';
import {withStanding} from '../model/drill/standing.ts';
import {HpchaError} from '../model/error.ts';
import type {Plan, PlanResult} from '../model/plan.ts';
import type {Secret} from '../model/secret.ts';
import {judge} from '../probes/judge.ts';
import {actorText, currentActor} from '../run/actor.ts';
import {previewPlan} from '../run/preview.ts';
import {stateDirectory} from '../run/record/state-directory.ts';
import type {ActionPlan, ConsoleDeps, Operator, PlanStage, StepPreview} from '../state/console-deps.ts';
import type {Poller} from '../state/poller.ts';
import {startPoller} from '../state/poller.ts';
import type {Transport} from '../transport/host.ts';
import type {CommandOptions} from './bind.ts';
import {readLine} from './console/command-line.ts';
import {completeLine} from './console/complete-line.ts';
import type {ConsoleMemory} from './console/console-memory.ts';
import {openMemory} from './console/console-memory.ts';
import {attachRun, cancelRun, listRuns} from './console/console-runs.ts';
import {ExchangeLog} from './console/exchange-log.ts';
import {followLogs} from './console/follow-logs.ts';
import type {ConsoleRecorder, OpenCluster} from './console/open-cluster.ts';
import {openCluster, refuseSameName, summaryOf, wallClock} from './console/open-cluster.ts';
import {runPlainConsole} from './console/plain-console.ts';
import {initialSnapshot, pollTasks} from './console/poll-tasks.ts';
import {mayRing} from './console/ring.ts';
import type {ConsoleSite} from './console/run-console.ts';
import {runConsole} from './console/run-console.ts';
import {saveTicket} from './console/save-ticket.ts';
import {chooseScreen, screenFlags} from './console/screen-choice.ts';
import {ToldOnce} from './console/told-once.ts';
import {watchChanges} from './console/watch-changes.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';
import {freshProgram} from './own-program.ts';
import type {ActionRequest} from './run/planned-actions.ts';
import {askAction} from './run/planned-actions.ts';
import {startRun} from './run/start-run.ts';
import {readStanding, StandingDrills} from './standing-drills.ts';

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
  const language = languageOf(options, io.env);
  const opened: OpenCluster[] = [];
  const told = new ToldOnce();
  try {
    for (const path of paths) opened.push(await openCluster(path, io, language));
    refuseSameName(opened);
    for (const cluster of opened) await cluster.askForPasswords(options.watch);
    const [first, ...others] = await Promise.all(opened.map((cluster) => siteOf(cluster, io, options.watch, told)));
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
    await told.tell(io);
  }
}

async function siteOf(
  {loaded, transport, answers, recorder}: OpenCluster,
  io: CliIo,
  watchOnly: boolean,
  told: ToldOnce,
): Promise<ConsoleSite> {
  const memory = await openMemory(loaded.config.cluster.name, io.env);
  const deps = composeDeps({loaded, transport, answers, io, watchOnly, memory, recorder, told});
  return {deps, history: memory.history, alerts: memory.alerts};
}

type Composition = {
  readonly loaded: LoadedConfig;
  readonly transport: Transport;
  readonly answers: ReadonlyMap<string, Secret>;
  readonly io: CliIo;
  readonly watchOnly: boolean;
  readonly recorder: ConsoleRecorder;
  readonly memory: ConsoleMemory;
  readonly told: ToldOnce;
};

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
      const standing = new StandingDrills(() => readStanding(config.cluster.name, io.env), failed);
      const changes = watchChanges({config, transport: composition.transport, poke, told: heard});
      poller = startPoller({
        tasks: pollTasks({config, transport: composition.transport, now: Date.now, exchanges}),
        isWatched: changes.covers,
        initial: initialSnapshot({config, now: Date.now}),
        judge: (snapshot, history) => withStanding(judge({snapshot, config, history}), standing.at(Date.now())),
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

/** Fresh evidence, the plan, and what each of its steps would do now: the same as the command with --dry-run. */
async function planAction(
  request: ActionRequest,
  {loaded, transport, io, watchOnly, signal: closed}: Composition & {readonly signal: AbortSignal},
  requests: WeakMap<Plan, ActionRequest>,
  progress: (stage: PlanStage) => void,
): Promise<ActionPlan> {
  const signal = AbortSignal.any([io.signal, closed]);
  progress('reading');
  const {config, secrets} = loaded;
  const result: PlanResult = await askAction(request, {config, transport, state: stateDirectory(io.env)}, signal);
  if (result.kind === 'refusal') return {result, preview: []};
  requests.set(result.plan, request);
  // A preview looks with root's eyes at every file that a step would write. A console that can only watch may run under an
  // account that may do nothing but the catalogue of looks: it shows the plan, not the difference.
  if (watchOnly) return {result, preview: []};
  progress('previewing');
  const controllers = config.nodes.controllers.map(({hostname}) => hostname);
  const inspector = (host: string) => transport.connection(host).inspector;
  const previews = await previewPlan(result.plan, {secrets, controllers, inspector, program: freshProgram}, signal);
  return {result, preview: previews.map(({step, would, diff, why}) => previewOf(step.id, would, diff ?? why ?? ''))};
}

function previewOf(step: string, would: 'change' | 'later' | 'nothing' | 'fail', diff: string): StepPreview {
  const verdicts = {change: 'change', later: 'unknown', nothing: 'same', fail: 'fail'} as const;
  return {step, verdict: verdicts[would], diff};
}

/** The only hands that the console has; without them (--watch) nothing in it can start anything. */
function operatorOf({loaded, answers, io, told}: Composition, requests: WeakMap<Plan, ActionRequest>): Operator {
  return {
    async startRun(plan, reason) {
      const request = requests.get(plan);
      if (request === undefined) {
        throw new HpchaError({code: 'bug', where: 'console', what: 'this plan was not made by this console'});
      }
      const started = await startRun({
        ...{loaded, answers, request, plan, env: io.env},
        ...(reason === null ? {} : {reason}),
      });
      told.note(started);
      return started.runId;
    },
    cancelRun: (runId) => cancelRun(runId, io.env),
  };
}
