// A condition under which a phase warns or refuses: situations in which it holds, those so near that it must not, and its words.

import {describe, expect, it} from 'vitest';
import type {Phase} from '../../../src/actions/phases/phase.ts';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {Finding} from '../../../src/model/finding.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {bareSnapshot} from './cluster.ts';
import {expectWords, findingOf, saidBy, type Words} from './words.ts';

export type Situation = {readonly config: ClusterConfig; readonly snapshot: Snapshot};

/** Bare machines, with one thing changed. */
export function bare(config: ClusterConfig, change: (snapshot: Snapshot) => Snapshot = (same) => same): Situation {
  return {config, snapshot: change(bareSnapshot(config))};
}

export type Condition = {
  readonly code: string;
  readonly phase: Phase;
  readonly when: readonly Situation[];
  /** So near to it that it must not be said. */
  readonly unless: readonly Situation[];
  readonly says: Pick<Finding, 'level' | 'where' | 'params'>;
  readonly words: Words;
};

/** The tests of conditions: each is provoked, and each is left unsaid where it does not hold. */
export function provokeAll(conditions: readonly Condition[]): void {
  describe.each(conditions)('$code', ({code, phase, when, unless, says, words}) => {
    it.each(when)('is said, with its place, its facts and the way out', ({config, snapshot}) => {
      const part = phase.plan(snapshot, config);
      const finding = findingOf(part, code);
      expect(finding).toMatchObject(says);
      expect(finding.params).toEqual(says.params);
      // What is critical stops the phase before anything is touched; a warning stands beside its steps.
      expect(part.kind).toBe(says.level === 'critical' ? 'refusal' : 'part');
      expectWords(finding, words);
    });

    it.each(unless)('is not said where it does not hold', ({config, snapshot}) => {
      expect(saidBy(phase.plan(snapshot, config)).map((each) => each.code)).not.toContain(code);
    });
  });
}
