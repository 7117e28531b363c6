// Plans and starts what a web user asks for, as the terminal does: fresh evidence, the ordinary planners, the ordinary Runner.

import {askWithEvidence} from '../../../cli/run/planned-actions.ts';
import {runJson} from '../../../cli/run/run-attached.ts';
import {startRun} from '../../../cli/run/start-run.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import {HpchaError} from '../../../model/error.ts';
import type {PlanResult} from '../../../model/plan.ts';
import {planHash} from '../../../model/plan.ts';
import type {Actor} from '../../../model/run-event.ts';
import type {RunProgress} from '../../../model/run-progress.ts';
import {foldRunEvent, noProgress} from '../../../model/run-progress.ts';
import {Secret, type SecretValues} from '../../../model/secret.ts';
import {actorText} from '../../../run/actor.ts';
import {systemClock} from '../../../run/clock.ts';
import {holders, seeLocks} from '../../../run/lock/see-locks.ts';
import {requestCancel} from '../../../run/record/cancel-request.ts';
import {followJournal} from '../../../run/record/follow-journal.ts';
import {findRun, listMetas, runState} from '../../../run/record/run-meta.ts';
import {stateDirectory} from '../../../run/record/state-directory.ts';
import {openTransport} from '../../../transport/open-transport.ts';
import type {Claims} from '../../session/claims.ts';
import type {ActAnswer, ActQuestion, PlanAnswer} from './act-protocol.ts';
import {checkConfirmation, confirmationOf, whyNotFromWeb} from './web-confirmation.ts';

export type ActDeps = {
  readonly config: ClusterConfig;
  /** This controller. */
  readonly node: string;
  /** Those that lie on the controllers; a plan that wants others is refused. */
  readonly secrets: SecretValues;
  readonly peerKey: Secret;
  /** Where the runs of this controller's web users are kept: XDG_STATE_HOME and HOME. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Rejects unless the token is that of an operator or admin, now. */
  readonly verify: (token: string) => Promise<Claims>;
};

type Asked<Kind extends ActQuestion['ask']> = Extract<ActQuestion, {ask: Kind}>;

const planMs = 60_000;

/** Rejects with HpchaError: `auth`, `refused`, `usage`, `locked`, `missing`. */
export async function answerAct(question: ActQuestion, deps: ActDeps): Promise<ActAnswer> {
  const claims = await deps.verify(question.token);
  switch (question.ask) {
    case 'plan':
      return {kind: 'planned', answer: await plan(question, deps)};
    case 'run':
      return {kind: 'started', runId: await run(question, claims, deps)};
    case 'runs': {
      const metas = await listMetas(stateDirectory(deps.env));
      const runs = await Promise.all(metas.map(async (meta) => ({...meta, state: await runState(meta)})));
      return {kind: 'runs', runs};
    }
    case 'show':
      return {kind: 'shown', run: await show(question.runId, deps)};
    case 'cancel':
      await cancel(question.runId, claims, deps);
      return {kind: 'cancelling', runId: question.runId};
  }
}

async function plan(question: Asked<'plan'>, deps: ActDeps): Promise<PlanAnswer> {
  const {result, lockedBy} = await ask(question, deps);
  if (result.kind === 'refusal') return result;
  const names = new Set(deps.secrets.keys());
  return {
    kind: result.kind,
    plan: result.plan,
    planHash: planHash(result.plan),
    confirmation: confirmationOf(result.plan, names),
    why: whyNotFromWeb(result.plan, names) ?? (result.kind === 'needs-evidence' ? result.why : null),
    lockedBy,
  };
}

/** The plan is made anew here; only if it is the one that was shown, and confirmed as it has to be, a Runner gets it. */
async function run(question: Asked<'run'>, claims: Claims, deps: ActDeps): Promise<string> {
  const {result, lockedBy} = await ask(question, deps);
  if (result.kind === 'refusal') {
    const what = `it is refused: ${result.findings.map(({code, where}) => `${code} (${where})`).join(', ')}`;
    throw new HpchaError({code: 'refused', where: question.action, what, hint: 'ask for the plan again'});
  }
  if (planHash(result.plan) !== question.planHash) {
    const what = 'the cluster has changed since the plan was shown; nothing was begun';
    throw new HpchaError({code: 'refused', where: question.action, what, hint: 'look at the new plan'});
  }
  checkConfirmation(result.plan, new Set(deps.secrets.keys()), question);
  const [holder] = lockedBy;
  if (holder !== undefined) {
    const what = `${holder.operator} is at work: ${holder.title}`;
    throw new HpchaError({code: 'locked', where: holder.hosts.join(', '), what, hint: 'wait until it has ended'});
  }
  // Whoever is signed in has no use for a first administrator's password: that account is there.
  const {runId} = await startRun({
    loaded: {config: deps.config, secrets: deps.secrets},
    answers: new Map(),
    request: {action: question.action, input: question.input, overrides: []},
    plan: result.plan,
    ...(question.reason === undefined ? {} : {reason: question.reason}),
    actor: actorOf(claims, deps),
    peers: {key: deps.peerKey, token: new Secret(question.token)},
    env: deps.env,
  });
  return runId;
}

type Answered = {
  readonly result: PlanResult;
  readonly lockedBy: Extract<PlanAnswer, {kind: 'plan' | 'needs-evidence'}>['lockedBy'];
};

async function ask({token, action, input}: Asked<'plan'> | Asked<'run'>, deps: ActDeps): Promise<Answered> {
  const {config, secrets, peerKey, env} = deps;
  const transport = openTransport(config, {secrets, peers: {key: peerKey, token: new Secret(token)}});
  const signal = AbortSignal.timeout(planMs);
  const inspectors = config.nodes.controllers.map(({hostname}) => transport.connection(hostname).inspector);
  try {
    // Helpers of the others take a moment to start; evidence is collected against shorter limits than that.
    await Promise.allSettled(inspectors.map((each) => each.inspect(['true'], {timeoutMs: 15_000}, signal)));
    const [asked, locks] = await Promise.all([
      askWithEvidence({action, input, overrides: []}, {config, transport, state: stateDirectory(env)}, signal),
      seeLocks(inspectors, signal),
    ]);
    const lockedBy = holders(locks).map(({lock, hosts}) => ({
      hosts,
      operator: lock.record?.operator ?? 'somebody',
      title: lock.record?.title ?? 'an operation that does not say what it is',
    }));
    return {result: asked.answer, lockedBy};
  } finally {
    await transport.close();
  }
}

async function show(runId: string, {env}: ActDeps): Promise<object> {
  const state = stateDirectory(env);
  let meta = await findRun(state, runId);
  let now = await runState(meta);
  if (now === 'gone') {
    // It may have ended between the two looks: its record then says how, and only else is its Runner gone.
    meta = await findRun(state, meta.runId);
    now = await runState(meta);
  }
  let progress: RunProgress = noProgress;
  // Aborted from the start: it yields what is there and does not wait for more.
  for await (const followed of followJournal(state, meta.runId, systemClock, AbortSignal.abort())) {
    if (followed.kind === 'event') progress = foldRunEvent(progress, followed.event);
  }
  return {...runJson(meta.runId, progress, now === 'gone'), state: now, meta};
}

async function cancel(runId: string, claims: Claims, deps: ActDeps): Promise<void> {
  const state = stateDirectory(deps.env);
  const meta = await findRun(state, runId);
  if ((await runState(meta)) !== 'running') {
    throw new HpchaError({code: 'refused', where: 'runs', what: `run ${runId} does not run any more`});
  }
  await requestCancel(state, runId, actorText(actorOf(claims, deps)));
}

/** The web user's name; the place says that it came from the web and over which controller. */
function actorOf({name}: Claims, {node}: ActDeps): Actor {
  return {user: name, console: `web.${node}`};
}
