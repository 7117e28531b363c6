// Two parts of the product never say different things under one code.

import {readdirSync} from 'node:fs';
import {expect, it} from 'vitest';

it('every code belongs to one message file', async () => {
  const folder = new URL('../../../src/model/messages/', import.meta.url);
  const owners = new Map<string, string[]>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.ts'))) {
    const module: Record<string, Record<string, unknown>> = await import(new URL(name, folder).href);
    for (const code of Object.values(module).flatMap((messages) => Object.keys(messages))) {
      owners.set(code, [...(owners.get(code) ?? []), name]);
    }
  }
  expect([...owners].filter(([, names]) => names.length > 1)).toEqual([]);
});
