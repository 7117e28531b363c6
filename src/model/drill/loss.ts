// What became of acknowledged writes: the set checker of Jepsen, over the final read of every node.

import type {Attempt} from './attempt.ts';

/** Keys are `stream#seq`. `nodes`: what each of them has at the end; a node that could not be read is absent. */
export type FinalReads = Readonly<Record<string, readonly string[]>>;

export type Loss = {
  readonly acked: number;
  /** Acknowledged, and missing on at least one node. */
  readonly lost: readonly string[];
  /** There, though nobody ever tried to write it. */
  readonly unexpected: readonly string[];
  /** Not acknowledged, and there all the same. */
  readonly recovered: readonly string[];
  /** Nodes whose final reads are not the same. */
  readonly differ: boolean;
};

export function keyOf({stream, seq}: Pick<Attempt, 'stream' | 'seq'>): string {
  return `${stream}#${seq}`;
}

/** null: nothing was read at the end, so nothing is known. */
export function compareReads(attempts: readonly Attempt[], reads: FinalReads): Loss | null {
  const nodes = Object.values(reads).map((keys) => new Set(keys));
  if (nodes.length === 0) return null;
  const acked = new Set(attempts.filter(({result}) => result === 'ok').map(keyOf));
  const attempted = new Set(attempts.map(keyOf));
  const union = new Set(nodes.flatMap((keys) => [...keys]));
  return {
    acked: acked.size,
    lost: [...acked].filter((key) => nodes.some((keys) => !keys.has(key))),
    unexpected: [...union].filter((key) => !attempted.has(key)),
    recovered: [...union].filter((key) => attempted.has(key) && !acked.has(key)),
    differ: nodes.some((keys) => keys.size !== union.size),
  };
}
