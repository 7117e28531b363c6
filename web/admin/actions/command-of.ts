// The exact command of a terminal for what a page may not run.

import {flagOf} from '../../../src/model/action-offer.ts';
import type {ActionInput, Offer, ShownPlan} from '../../shared/api/actions.ts';

/** Its flags are made as the command line makes them; the reason is left to whoever types it. */
export function commandOf(offer: Offer, input: ActionInput, plan: ShownPlan): string {
  const words =
    offer.id === 'drill'
      ? drillWords(input)
      : offer.id === 'phases'
        ? phaseWords(input)
        : [offer.id, ...flagsOf(offer, input)];
  const confirm = plan.danger === 'safe' ? [] : ['--confirm', quoted(plan.target), '--reason', '"…"'];
  return ['hpcha-tui', ...words, ...confirm].join(' ');
}

function flagsOf(offer: Offer, input: ActionInput): readonly string[] {
  return offer.fields.flatMap((field) => {
    const value = input[field.name];
    if (value === undefined) return [];
    const flag = flagOf({...field, choices: field.choices ?? []});
    return value === true ? [flag] : [flag, quoted(String(value))];
  });
}

/** The command of the phases has a name of its own. */
function phaseWords(input: ActionInput): readonly string[] {
  return ['start', '--start-phase', String(input['from'] ?? 0), '--end-phase', String(input['to'] ?? 7)];
}

/** `drill run L1 --target server2`. */
function drillWords(input: ActionInput): readonly string[] {
  const target = input['target'];
  return [
    'drill',
    'run',
    quoted(String(input['drill'] ?? '')),
    ...(target === undefined ? [] : ['--target', quoted(String(target))]),
  ];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
