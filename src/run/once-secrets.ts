// Secrets for one use: made by whoever starts a run, given to it through the pipe, and kept by nobody but the person who is told.

import {randomInt} from 'node:crypto';
import type {Plan} from '../model/plan.ts';
import {Secret, type SecretValues} from '../model/secret.ts';
import {secretNames} from './generated-secrets.ts';

const prefix = 'once.';
/** Without those that look like another: it is read off a screen and typed. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const groups = 4;
const groupLength = 5;

/** A value for each `once.NAME` that the plan refers to: 20 letters of 56, which is 116 bits. */
export function onceSecrets(plan: Plan): SecretValues {
  const names = plan.steps.flatMap(({operation}) => secretNames(operation)).filter((name) => name.startsWith(prefix));
  return new Map([...new Set(names)].map((name) => [name, new Secret(oneTimePassword())]));
}

function oneTimePassword(): string {
  const group = (): string =>
    Array.from({length: groupLength}, () => letters.charAt(randomInt(letters.length))).join('');
  return Array.from({length: groups}, group).join('-');
}
