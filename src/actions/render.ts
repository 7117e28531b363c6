// Renders a template into a Text: everything plain stays text, every secret stays a reference.

import {Eta} from 'eta/core';
import type {SecretForm, SecretRef, Text} from '../model/secret.ts';
import {templateText} from './templates.ts';

// Private-use characters: no configuration file contains them, and a value that does is refused below.
const open = '\uE000';
const close = '\uE001';
const marker = /\uE000([^\uE001]*)\uE001/;

// Configuration files are not HTML, so nothing is escaped; line breaks stay as written, `-%>` removes one on purpose.
const eta = new Eta({autoEscape: false, autoTrim: false, autoFilter: true, filterFunction: printable, useWith: false});

/**
 * Fills `templates/NAME.eta` with `data` (called `it` there). A SecretRef anywhere in the data comes out as a hole of the
 * Text. Throws a plain Error for a hole that has no value: an `undefined` in a configuration file is never what was meant.
 */
export function render(name: string, data: object): Text {
  return splitSecrets(eta.renderString(templateText(name), withMarkers(data) as object));
}

/** A template without secrets as one string; throws if it has any. */
export function renderPlain(name: string, data: object): string {
  const text = render(name, data);
  return text.map((part) => (typeof part === 'string' ? part : failOnSecret(name, part))).join('');
}

function failOnSecret(name: string, part: SecretRef): never {
  throw new Error(`the template ${name} holds the secret ${part.secret} where plain text is wanted`);
}

/** Builds a Text from parts, as a tag: text`SELECT ${ref}`. Strings are joined, references stay. */
export function text(strings: TemplateStringsArray, ...holes: readonly (string | number | SecretRef)[]): Text {
  const joined = strings
    .map((string, index) => {
      const hole = holes[index];
      return string + (hole === undefined ? '' : typeof hole === 'object' ? mark(hole) : String(hole));
    })
    .join('');
  return splitSecrets(joined);
}

function printable(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new Error(`a template needs text or a number and was given ${value === null ? 'null' : typeof value}`);
}

function mark(ref: SecretRef): string {
  return `${open}${ref.form ?? 'plain'}:${ref.secret}${close}`;
}

function isSecretRef(value: object): value is SecretRef {
  return 'secret' in value && typeof value.secret === 'string';
}

function withMarkers(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.includes(open) || value.includes(close)) throw new Error('a value holds a private-use character');
    return value;
  }
  if (Array.isArray(value)) return value.map(withMarkers);
  if (typeof value !== 'object' || value === null) return value;
  if (isSecretRef(value)) return mark(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withMarkers(inner)]));
}

function splitSecrets(rendered: string): Text {
  return rendered.split(new RegExp(marker, 'g')).flatMap((part, index): (string | SecretRef)[] => {
    if (index % 2 === 0) return part === '' ? [] : [part];
    const [form, ...name] = part.split(':');
    const secret = name.join(':');
    return [form === 'plain' ? {secret} : {secret, form: form as SecretForm}];
  });
}
