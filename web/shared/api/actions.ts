// Actions as the metrics service offers, plans and starts them: the same as in the terminal.

import type {FieldKind} from '../../../src/model/action-offer.ts';
import type {FindingLevel} from '../../../src/model/level.ts';
import type {Danger} from '../../../src/model/plan.ts';
import type {Question} from './ask.ts';
import type {Of, Shape} from './shape.ts';
import {
  anything,
  boolean,
  fact,
  isRecord,
  list,
  maybe,
  nullable,
  object,
  oneOf,
  orElse,
  record,
  string,
} from './shape.ts';

const message = object({en: string, ko: string});
const danger = oneOf<Danger>('safe', 'disruptive', 'destructive');

const field = object({
  name: string,
  kind: oneOf<FieldKind>('controller', 'node', 'service', 'choice', 'flag', 'text', 'number'),
  title: message,
  required: orElse(boolean, false),
  choices: maybe(list(string)),
});

const offer = object({
  id: string,
  title: message,
  explain: message,
  danger,
  services: orElse(list(string), [] as readonly string[]),
  fields: orElse(list(field), [] as readonly Of<typeof field>[]),
});

export type Offer = Of<typeof offer>;
export type OfferField = Of<typeof field>;

/** A finding of a plan: its text is in the catalogue of the pages. */
const bareFinding = object({
  code: string,
  level: oneOf<FindingLevel>('ok', 'warning', 'critical', 'unknown', 'info'),
  where: string,
  service: maybe(string),
  params: orElse(record(fact), {}),
  evidence: maybe(object({command: string, raw: string})),
  remedy: maybe(string),
});

export type BareFinding = Of<typeof bareFinding>;

const check = object({name: string, on: maybe(string), args: orElse(record(anything), {})});

const step = object({
  id: string,
  stage: string,
  on: string,
  title: string,
  operation: anything,
  before: orElse(list(check), [] as readonly Of<typeof check>[]),
  after: orElse(list(check), [] as readonly Of<typeof check>[]),
});

const evidence = object({head: list(string), rows: list(list(string))});

const plan = object({
  action: string,
  title: string,
  danger,
  target: string,
  stages: list(object({id: string, title: string, mode: string})),
  steps: list(step),
  mayLose: string,
  notes: orElse(list(bareFinding), [] as readonly BareFinding[]),
  evidence: maybe(evidence),
});

export type ShownPlan = Of<typeof plan>;
export type ShownStep = Of<typeof step>;
export type ShownEvidence = Of<typeof evidence>;

const planned = object({
  kind: oneOf('plan', 'needs-evidence'),
  plan,
  planHash: string,
  /** `target`: its name is typed, and a reason; `terminal`: not from a page at all. */
  confirmation: oneOf('none', 'target', 'terminal'),
  why: nullable(string),
  lockedBy: orElse(list(object({hosts: list(string), operator: string, title: string})), []),
});

const refused = object({kind: oneOf('refusal'), findings: list(bareFinding), evidence: maybe(evidence)});

export type Planned = Of<typeof planned>;
export type PlanAnswer = Planned | Of<typeof refused>;

const planAnswer: Shape<PlanAnswer> = (value, where) =>
  isRecord(value) && value['kind'] === 'refusal' ? refused(value, where) : planned(value, where);

export type ActionInput = Readonly<Record<string, string | number | boolean>>;

export function askOffers(): Question<readonly Offer[]> {
  return {path: '/api/monitoring/actions', shape: listIn('actions', offer)};
}

/** Evidence is looked at twice before a plan is refused, so this may take more than a minute. */
export function askPlan(id: string, input: ActionInput): Question<PlanAnswer> {
  const path = `/api/monitoring/actions/${encodeURIComponent(id)}/plan`;
  return {path, method: 'POST', body: {input}, shape: planAnswer, seconds: 90};
}

export type Confirmed = {readonly planHash: string; readonly confirm?: string; readonly reason?: string};

export function runPlan(id: string, input: ActionInput, confirmed: Confirmed): Question<{readonly runId: string}> {
  const path = `/api/monitoring/actions/${encodeURIComponent(id)}/run`;
  return {path, method: 'POST', body: {input, ...confirmed}, shape: object({runId: string}), seconds: 90};
}

/** A list by itself, or under that name. */
function listIn<T>(name: string, shape: Shape<T>): Shape<readonly T[]> {
  return (value, where) => list(shape)(isRecord(value) ? value[name] : value, where);
}
