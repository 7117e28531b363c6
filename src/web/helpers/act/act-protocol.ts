// What travels between metrics and the act helper: one JSON line a connection, one JSON line back.

import {z} from 'zod';
import type {ErrorCode} from '../../../model/error.ts';
import type {Finding} from '../../../model/finding.ts';
import type {EvidenceTable, Plan} from '../../../model/plan.ts';
import type {RunMeta} from '../../../run/record/run-meta.ts';

export const actSocketPath = '/run/hpcha/act.sock';
export const longestActQuestion = 64 * 1024;
export const longestActAnswer = 16 * 1024 * 1024;

const token = z.string().max(8192);
const runId = z.string().regex(/^[0-9a-f]{4,16}$/);
const request = {
  token,
  action: z.string().max(64),
  input: z.record(z.string().max(64), z.union([z.string().max(1000), z.number(), z.boolean()])),
};

export const actQuestionSchema = z.discriminatedUnion('ask', [
  z.strictObject({ask: z.literal('plan'), ...request}),
  z.strictObject({
    ask: z.literal('run'),
    ...request,
    /** Of the plan that was shown: another one is not carried out. */
    planHash: z.string().max(64),
    confirm: z.string().max(200).optional(),
    reason: z.string().max(500).optional(),
  }),
  z.strictObject({ask: z.literal('runs'), token}),
  z.strictObject({ask: z.literal('show'), token, runId}),
  z.strictObject({ask: z.literal('cancel'), token, runId}),
]);

export type ActQuestion = z.output<typeof actQuestionSchema>;

/** How the plan has to be confirmed; `terminal`: not from a web page at all. */
export type Confirmation = 'none' | 'target' | 'terminal';

export type PlanAnswer =
  | {
      readonly kind: 'plan' | 'needs-evidence';
      readonly plan: Plan;
      readonly planHash: string;
      readonly confirmation: Confirmation;
      /** Why it cannot be run from here, or what an evidence plan is for. */
      readonly why: string | null;
      readonly lockedBy: readonly {
        readonly hosts: readonly string[];
        readonly operator: string;
        readonly title: string;
      }[];
    }
  | {readonly kind: 'refusal'; readonly findings: readonly Finding[]; readonly evidence?: EvidenceTable};

export type ListedRun = RunMeta & {readonly state: 'running' | 'ended' | 'gone'};

export type ActFailure = {
  readonly code: ErrorCode;
  readonly where: string;
  readonly what: string;
  readonly hint?: string;
};

export type ActAnswer =
  | {readonly kind: 'planned'; readonly answer: PlanAnswer}
  | {readonly kind: 'started'; readonly runId: string}
  | {readonly kind: 'runs'; readonly runs: readonly ListedRun[]}
  | {readonly kind: 'shown'; readonly run: object}
  | {readonly kind: 'cancelling'; readonly runId: string}
  | {readonly kind: 'error'; readonly error: ActFailure};
