// What an action looks like from outside, as data: its name, what it does, how dangerous it is, and what it wants to be told.

import type {Message} from './message.ts';
import type {Danger} from './plan.ts';
import type {ServiceId} from './service.ts';

/** What one field of an action's input may hold. */
export type ActionValue = string | number | boolean;

/** An action's input as every face hands it over: by the names of its fields; what was not given is absent. */
export type ActionInput = Readonly<Record<string, ActionValue>>;

/** Which action, asked with what: enough to ask it again in another process. */
export type ActionRequest = {
  readonly action: string;
  readonly input: ActionInput;
  /** `CODE` or `CODE:HOST`, as given by --override or chosen on a refusal. */
  readonly overrides: readonly string[];
};

/**
 * What a field may be, and so how it is asked for: from a list wherever there is one, typed where there is none.
 * `controller`, `node` (a compute node), `service`: names of the configuration; `choice`: one of `choices`; `flag`: yes or no.
 */
export type FieldKind = 'controller' | 'node' | 'service' | 'choice' | 'flag' | 'text' | 'number';

export type ActionField = {
  /** Key of the input, in camelCase; the command line's flag is the same in kebab-case. */
  readonly name: string;
  readonly kind: FieldKind;
  /** For a list's title and for `--help`: what it means. */
  readonly title: Message;
  /** Without it the action decides by itself, or refuses and says why. */
  readonly required: boolean;
  /** For `choice` alone. */
  readonly choices?: readonly string[];
};

/** One action as menus, `:` and the command line offer it. */
export type ActionOffer = {
  /** The word of the command line and of `:`, and what a finding names as its remedy. */
  readonly id: string;
  /** Imperative, short: `move the VIP`. */
  readonly title: Message;
  /** One sentence: what it does and what it leaves alone. */
  readonly explain: Message;
  /** The worst that its plan may turn out to be; the plan itself says what it is. */
  readonly danger: Danger;
  /** Services on whose pages it stands first; none: it is about the whole cluster. */
  readonly services: readonly ServiceId[];
  readonly fields: readonly ActionField[];
  /**
   * `own`: its command is written out by hand, because its flags differ from its fields. Else the command line has a command
   * of the action's name with a flag a field.
   */
  readonly command?: 'own';
};

/** The flag of a field on the command line: `--to`, `--dry-node`. */
export function flagOf(field: ActionField): string {
  return `--${field.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
