// The bundle: who pays for Ink and React, and how they are built in.

import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {BundleOptions} from '../../scripts/build/bundle.ts';
import {bundle, projectRoot} from '../../scripts/build/bundle.ts';

type Outputs = Awaited<ReturnType<typeof bundle>>['metafile']['outputs'];

const wanted: BundleOptions = {entry: 'src/main.ts', name: 'bundle-test', outdir: 'dist/test', split: true};
let outputs: Outputs = {};

beforeAll(async () => {
  outputs = (await bundle(wanted)).metafile.outputs;
});

/** Everything that is loaded without any dynamic import, from that file on. */
function staticInputs(file: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const output = outputs[file];
  if (output === undefined) return [];
  const others = output.imports.filter((one) => one.kind === 'import-statement').map((one) => one.path);
  return [...Object.keys(output.inputs), ...others.flatMap((other) => staticInputs(other, seen))];
}

const drawing = /node_modules\/(ink|react|react-reconciler|yoga-layout)\//;

describe('the bundle', () => {
  it('loads neither Ink nor React for any command but the console', () => {
    const inputs = staticInputs('dist/test/bundle-test.mjs');
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => drawing.test(input))).toEqual([]);
  });

  it('loads neither for status, nor for the console before it opens', () => {
    for (const entry of ['src/cli/status.ts', 'src/cli/console.ts', 'src/cli/setup.ts']) {
      const file = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === entry);
      expect(file, entry).toBeDefined();
      expect(
        staticInputs(file ?? '').filter((input) => drawing.test(input)),
        entry,
      ).toEqual([]);
    }
  });

  it('holds React in its production build only', () => {
    const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
    expect(inputs.some((input) => input.includes('react.production'))).toBe(true);
    expect(inputs.filter((input) => /react[^/]*\.development/.test(input))).toEqual([]);
  });

  it('carries every template inside', () => {
    const chunks = Object.keys(outputs).map((file) => readFileSync(path.join(projectRoot, file), 'utf8'));
    expect(existsSync(path.join(projectRoot, 'templates'))).toBe(true);
    expect(chunks.some((text) => text.includes('galera') && text.includes('wsrep_cluster_address'))).toBe(true);
  });
});
