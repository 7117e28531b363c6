// Takes secret values out of everything that may be read later: journals, logs, screens. The last line of defence.

import type {SecretValues} from '../model/secret.ts';
import {revealText} from '../model/secret.ts';

export type Redact = (text: string) => string;

/** Shorter values would turn ordinary words into dots; the configuration refuses such passwords where it matters. */
const shortestValue = 4;

/** A function that replaces every known secret, plain or in one of its hashed forms, by •••. */
export function redactor(values: SecretValues): Redact {
  const needles = new Set<string>();
  for (const name of values.keys()) {
    for (const form of ['plain', 'mysql-native', 'sha256'] as const) {
      const needle = revealText([{secret: name, form}], values).trim();
      if (needle.length >= shortestValue) needles.add(needle);
    }
  }
  // Longest first: a value that contains another must not leave its rest behind.
  const ordered = [...needles].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((masked, needle) => masked.replaceAll(needle, '•••'), text);
}
