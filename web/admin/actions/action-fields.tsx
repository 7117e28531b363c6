// The fields of an action, made from its description: from a list wherever there is one, typed where there is none.

import {Checkbox, NativeSelect, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {ActionInput, Offer, OfferField} from '../../shared/api/actions.ts';
import {useLive} from '../../shared/live/use-live.tsx';
import {headOf} from '../../shared/words/head-of.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './action-fields.module.css';

type ActionFieldsProps = {
  readonly offer: Offer;
  /** What the link to this page already said. */
  readonly given: URLSearchParams;
  /** The field that is needed and empty. */
  readonly missing: string | null;
};

export function ActionFields({offer, given, missing}: ActionFieldsProps): ReactNode {
  return (
    <div className={style['fields']}>
      {offer.fields.map((field) => (
        <OneField key={field.name} field={field} given={given.get(field.name) ?? ''} missing={missing === field.name} />
      ))}
    </div>
  );
}

type OneFieldProps = {readonly field: OfferField; readonly given: string; readonly missing: boolean};

function OneField({field, given, missing}: OneFieldProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const choices = useChoices(field);
  // Held here and not by the list itself: when its entries arrive or change, what was chosen must stay what it was.
  const [chosen, setChosen] = useState(given);
  const common = {
    name: field.name,
    label: headOf(field.title[language]),
    withAsterisk: field.required,
    error: missing ? say('actions.required') : undefined,
    description: field.required ? undefined : say('field.optional'),
  };
  if (field.kind === 'flag') {
    return (
      <Checkbox name={field.name} label={headOf(field.title[language])} value="yes" defaultChecked={given === 'yes'} />
    );
  }
  if (choices !== null) {
    // The cluster's names may arrive after the page: what the link named must not be lost until then.
    const known = chosen === '' || choices.includes(chosen) ? choices : [chosen, ...choices];
    const none = {value: '', label: field.required ? '–' : say('actions.decide')};
    return (
      <NativeSelect
        {...common}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[none, ...known.map((value) => ({value, label: value}))]}
      />
    );
  }
  return (
    <TextInput
      {...common}
      defaultValue={given}
      inputMode={field.kind === 'number' ? 'numeric' : 'text'}
      spellCheck={false}
    />
  );
}

/** null: it is typed. */
function useChoices({kind, choices}: OfferField): readonly string[] | null {
  const {status} = useLive();
  if (kind === 'controller') return Object.keys(status?.controllers ?? {});
  if (kind === 'service') return Object.keys(status?.services ?? {});
  return kind === 'choice' ? (choices ?? []) : null;
}

/** What was filled in, in the kinds that the action wants; what was left empty is absent. */
export function inputOf(offer: Offer, form: FormData): ActionInput {
  const given = offer.fields.flatMap((field): readonly (readonly [string, string | number | boolean])[] => {
    const text = String(form.get(field.name) ?? '').trim();
    if (text === '') return [];
    if (field.kind === 'flag') return [[field.name, true]];
    // What is no number is sent as it was typed: the action says what is wrong with it.
    return [[field.name, field.kind === 'number' && Number.isFinite(Number(text)) ? Number(text) : text]];
  });
  return Object.fromEntries(given);
}

/** Name of the first field that is needed and empty. */
export function missingIn(offer: Offer, input: ActionInput): string | null {
  return offer.fields.find(({name, required}) => required && input[name] === undefined)?.name ?? null;
}
