// JSON with secrets in it, for the pipe to the Runner and for nothing else: everywhere else a Secret prints as dots.

import {Secret} from '../../model/secret.ts';

const key = '$secret';

/** Text that only ever goes into the stdin of our own child. */
export function packSecrets(value: object): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name: string, plain: unknown) {
    // `plain` has been through Secret.toJSON already and is dots; the holder still has the Secret itself.
    const original = this[name];
    return original instanceof Secret ? {[key]: original.reveal()} : plain;
  });
}

/** The reverse. What comes out is as trustworthy as the process that wrote it: our own parent. */
export function unpackSecrets<T>(text: string): T {
  return JSON.parse(text, (_name: string, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(key in value)) return value;
    const inner = value[key];
    return typeof inner === 'string' && Object.keys(value).length === 1 ? new Secret(inner) : value;
  });
}
