// The commands that are made from the list of actions: a word an action, a flag a field (src/actions/offers.ts).

import type {Command} from 'commander';
import {offers} from '../actions/offers.ts';
import {nearestWord} from '../config/nearest.ts';
import type {ActionField, ActionInput, ActionOffer, ActionValue} from '../model/action-offer.ts';
import {flagOf} from '../model/action-offer.ts';
import {HpchaError} from '../model/error.ts';
import type {Bind, CommandOptions} from './bind.ts';
import {addRunFlags, runFlags} from './run/run-flags.ts';

export function addActionCommands(program: Command, bind: Bind): void {
  const generated: readonly ActionOffer[] = offers;
  for (const offer of generated) {
    if (offer.command === 'own') continue;
    const command = addRunFlags(program.command(offer.id)).description(offer.explain.en);
    for (const field of offer.fields) command.option(flagWords(field), field.title.en);
    bind(command, async (io, options) => {
      const {planAndRun} = await import('./run/plan-and-run.ts');
      const flags = runFlags(options);
      const request = {action: offer.id, input: inputOf(offer, options), overrides: flags.overrides};
      return planAndRun(io, {request, options, flags, rolling: false});
    });
  }
}

function flagWords(field: ActionField): string {
  return field.kind === 'flag' ? flagOf(field) : `${flagOf(field)} <${wordOf(field)}>`;
}

function wordOf(field: ActionField): string {
  const words = {controller: 'host', node: 'node', service: 'service', choice: 'choice', text: 'text', number: 'n'};
  return field.kind === 'flag' ? '' : words[field.kind];
}

/** What was given on the command line as the action's input. HpchaError `usage` for what is missing or no such choice. */
export function inputOf(offer: ActionOffer, options: CommandOptions): ActionInput {
  const given = offer.fields.flatMap((field): readonly (readonly [string, ActionValue])[] => {
    const value = options[field.name];
    if (value === undefined || value === false) return field.required ? [missing(offer, field)] : [];
    return [[field.name, givenValue(offer, field, value)]];
  });
  return Object.fromEntries(given);
}

function missing(offer: ActionOffer, field: ActionField): never {
  throw usage(offer, `${flagOf(field)} is needed: ${field.title.en}`);
}

function givenValue(offer: ActionOffer, field: ActionField, value: unknown): ActionValue {
  if (field.kind === 'flag') return true;
  const text = String(value);
  if (field.kind === 'number') {
    if (Number.isFinite(Number(text)) && text.trim() !== '') return Number(text);
    throw usage(offer, `${flagOf(field)} ${text}: expected a number`);
  }
  const {choices} = field;
  if (choices === undefined || choices.includes(text)) return text;
  const near = nearestWord(text, choices);
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  throw usage(offer, `${flagOf(field)} ${text}: one of ${choices.join(', ')}${meant}`);
}

function usage(offer: ActionOffer, what: string): HpchaError {
  return new HpchaError({code: 'usage', where: offer.id, what});
}
