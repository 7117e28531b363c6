// The audit journal: a line cannot be changed, removed, inserted or cut off in one copy without the copies showing it.

import {describe, expect, it} from 'vitest';
import {type AuditBody, auditLine, genesis, parseAuditLine} from '../../../src/run/audit/audit-entry.ts';
import {type AuditCopy, mergeAudit, verifyAudit} from '../../../src/run/audit/verify-audit.ts';

function body(index: number): Omit<AuditBody, 'copies'> {
  return {
    schema: 1,
    at: `2026-01-01T00:00:0${index}.000Z`,
    opId: `run${index}`,
    epoch: index,
    cluster: 'test',
    operator: 'alice@admin',
    reason: 'why not',
    action: 'failover-vip',
    title: 'move it',
    danger: 'disruptive',
    targets: ['server1'],
    planHash: 'abc',
    decidedBy: {},
    result: 'done',
    stop: null,
    counts: {changed: 1},
    tookMs: 5,
    saw: ['longest gap 20 ms'],
    journal: 'f00',
  };
}

/** Three copies of `count` operations, as the Runner writes them. */
function copiesOf(count: number): Record<string, string[]> {
  const lines: Record<string, string[]> = {console: [], server1: [], server2: []};
  for (let index = 1; index <= count; index += 1) {
    const tails = Object.fromEntries(
      Object.entries(lines).map(([name, own]) => [name, parseAuditLine(own.at(-1) ?? '')?.hash ?? null]),
    );
    for (const [name, own] of Object.entries(lines))
      own.push(JSON.stringify(auditLine(tails[name] ?? null, {...body(index), copies: tails})));
  }
  return lines;
}

function asCopies(lines: Readonly<Record<string, readonly string[]>>): readonly AuditCopy[] {
  return Object.entries(lines).map(([name, own]) => ({name, text: own.map((line) => `${line}\n`).join('')}));
}

/** Rewrites one copy from its `from`-th line on, with a chain that is right in itself. */
function rewritten(lines: readonly string[], from: number, change: (line: AuditBody) => AuditBody): string[] {
  const kept = lines.slice(0, from);
  let prev = parseAuditLine(kept.at(-1) ?? '')?.hash ?? null;
  for (const text of lines.slice(from)) {
    const line = parseAuditLine(text);
    if (line === null) throw new Error('not a line');
    const {prev: _prev, hash: _hash, ...rest} = line;
    const again = auditLine(prev, change(rest));
    prev = again.hash;
    kept.push(JSON.stringify(again));
  }
  return kept;
}

describe('the audit journal', () => {
  it('is whole when nobody touched it, and begins with the genesis', () => {
    const lines = copiesOf(4);
    expect(verifyAudit(asCopies(lines))).toEqual([]);
    expect(parseAuditLine(lines['server1']?.[0] ?? '')?.prev).toBe(genesis);
  });

  it('shows a changed word, a removed line and a torn line', () => {
    const lines = copiesOf(4);
    const own = lines['server1'] ?? [];
    const changed = {...lines, server1: own.map((line) => line.replace('alice', 'mallory'))};
    expect(verifyAudit(asCopies(changed)).map(({copy}) => copy)).toContain('server1');
    const removed = {...lines, server1: own.filter((_, index) => index !== 1)};
    expect(
      verifyAudit(asCopies(removed))
        .map(({what}) => what)
        .join(),
    ).toMatch(/removed or exchanged/);
    const torn = {...lines, server1: [...own.slice(0, 3), (own[3] ?? '').slice(0, 50)]};
    expect(verifyAudit(asCopies(torn)).some(({copy, line}) => copy === 'server1' && line === 4)).toBe(true);
  });

  it('shows a copy that was rewritten with a chain right in itself, because the others remember its hashes', () => {
    const lines = copiesOf(4);
    const forged = rewritten(lines['server1'] ?? [], 1, (line) => ({...line, operator: 'nobody'}));
    const problems = verifyAudit(asCopies({...lines, server1: forged}));
    expect(problems.map(({copy}) => copy)).toEqual(['server1', 'server1']);
    expect(problems[0]?.what).toMatch(/remembers a line/);
  });

  it('shows a copy whose end was cut off', () => {
    const lines = copiesOf(4);
    const problems = verifyAudit(asCopies({...lines, console: (lines['console'] ?? []).slice(0, 2)}));
    expect(problems.map(({copy}) => copy)).toEqual(['console']);
  });

  it('does not accuse a copy that cannot be read, or one that was away while others went on', () => {
    const lines = copiesOf(3);
    expect(verifyAudit([...asCopies({console: lines['console'] ?? []}), {name: 'server1', text: null}])).toEqual([]);
    expect(verifyAudit(asCopies({...lines, server9: []}))).toEqual([]);
  });

  it('tells every operation once, oldest first, from all copies together', () => {
    const lines = copiesOf(3);
    const merged = mergeAudit(
      asCopies({console: (lines['console'] ?? []).slice(0, 1), server1: lines['server1'] ?? []}),
    );
    expect(merged.map(({opId}) => opId)).toEqual(['run1', 'run2', 'run3']);
  });
});
