// Confirmation by danger (DESIGN §3): y, the target's name, or the cluster's name and a reason; by flags without a terminal.

import {HpchaError} from '../../model/error.ts';
import type {Language} from '../../model/message.ts';
import type {Danger, Plan} from '../../model/plan.ts';
import type {CliIo} from '../io.ts';
import {runWords} from './run-words.ts';

export type ConfirmFlags = {
  readonly yes: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  /** setup and start roll behind health gates: for them a disruptive plan needs no more than --yes. */
  readonly rolling: boolean;
  readonly language: Language;
};

/** Resolves to the reason, if one was given. Rejects with `refused` where the answer is not the one that is wanted. */
export async function confirmPlan(io: CliIo, plan: Plan, flags: ConfirmFlags): Promise<string | undefined> {
  const tier: Danger = plan.danger === 'disruptive' && flags.rolling ? 'safe' : plan.danger;
  const words = runWords[flags.language];
  if (flags.yes) return confirmByFlags(plan, tier, flags);
  refuseWithoutTerminal(io, plan, tier);
  if (tier === 'safe') {
    const answer = await io.ask(words.carryOut);
    if (!/^y(es)?$/i.test(answer.trim())) throw notConfirmed('nothing was changed');
    return flags.reason;
  }
  const reason = tier === 'destructive' ? (flags.reason ?? (await io.ask(words.reason)).trim()) : flags.reason;
  if (tier === 'destructive' && reason === '') throw notConfirmed('a reason is wanted; nothing was changed');
  const typed = await io.ask(words.type(plan.target));
  if (typed.trim() !== plan.target) throw notConfirmed(`that is not ${plan.target}; nothing was changed`);
  return reason;
}

function confirmByFlags(plan: Plan, tier: Danger, {confirm, reason}: ConfirmFlags): string | undefined {
  if (tier === 'safe') return reason;
  if (confirm !== plan.target) {
    throw notConfirmed(
      confirm === undefined
        ? `this is ${tier}: --yes alone is not enough`
        : `--confirm ${confirm} does not name ${plan.target}`,
      `--yes --confirm ${plan.target} --reason "why"`,
    );
  }
  if (reason === undefined || reason.trim() === '') {
    throw notConfirmed(`this is ${tier}: a reason is wanted`, `--yes --confirm ${plan.target} --reason "why"`);
  }
  return reason;
}

function refuseWithoutTerminal(io: CliIo, plan: Plan, tier: Danger): void {
  if (io.stdinIsTty) return;
  const flags = tier === 'safe' ? '--yes' : `--yes --confirm ${plan.target} --reason "why"`;
  throw new HpchaError({
    code: 'usage',
    where: plan.action,
    what: 'there is no terminal to confirm on; nothing was changed',
    hint: `${flags}, or --dry-run to see what it would do`,
  });
}

function notConfirmed(what: string, hint?: string): HpchaError {
  return new HpchaError({code: 'refused', where: 'confirmation', what, ...(hint === undefined ? {} : {hint})});
}
