// Every text that an action writes into a plan, and that a run says of itself, is said in Korean: taken out of the source.

import {join, relative, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {planWords} from '../../src/model/plan-words.ts';
import {type Found, type Places, sources, textsIn} from '../support/texts-in-source.ts';

const src = resolve(import.meta.dirname, '../../src');
const actions = join(src, 'actions');
const hangul = /[가-힣]/;

const written: Places = {
  properties: new Set([
    'title',
    'mayLose',
    'head',
    'rows',
    'because',
    'why',
    'state',
    'reason',
    'found',
    'role',
    'databases',
  ]),
  // Here single words are read too; elsewhere they are names of stages, codes and services.
  tables: new Set(['head', 'rows']),
  names:
    /^(stage|priority|restart|proof|act|setFlag|wrong|against|lossOf|loss|titleOf|whyEvidence|reason|lostReason|databases|stateOf|databaseAgainst|mountAgainst|keeps|ended|given|why\w*|cells|seenCells|administratorStep|rangeTitle)$/,
};

/** What a hole may hold: a name, a title, the beginning of a loss, the name of a test. */
const values = ['server1', 'stop nginx', 'Nothing:', 'glusterfs', 'phases prepare, redis', 'no answer'];

function variants({text, holes}: Found): readonly string[] {
  if (holes === 0) return [text];
  const pieces = text.split('\0');
  // More holes have more readings than anybody waits for: those are tried as a whole.
  if (holes > 5) return [pieces.join('server1')];
  return Array.from({length: values.length ** holes}, (_, number) =>
    pieces
      .map(
        (piece, index) =>
          (index === 0 ? '' : values[Math.floor(number / values.length ** (index - 1)) % values.length]) + piece,
      )
      .join(''),
  );
}

/** Words of programs, and what a person has typed. */
const same = new Set(['uuid', 'seqno', 'slurmctld', 'master', 'replica', 'Slurm: munge', 'drain \0: \0']);

/** Pieces out of which a text is made, and that text. */
const wholes: Readonly<Record<string, string>> = {
  'no other node can be ahead of this component':
    'Nothing: no other node can be ahead of this component, and every node was seen.',
  '\0 is as far as the furthest of all nodes':
    'Nothing: server1 is as far as the furthest of all nodes, and every node was seen.',
  '\0 \0, and every node was seen.':
    'Nothing: server1 is as far as the furthest of all nodes, and every node was seen.',
  'count on': 'count on redis:6379',
  'remove the counter from': 'remove the counter from redis:6379',
  '\0 redis:\0': 'count on redis:6379',
  'its interface': 'take 10.0.0.9 off its interface',
  'phase\0 \0': 'converge phase redis of lab',
  '\0 job \0': 'cancel job 12',
  'end the slurmctld of \0, which answers nobody':
    'end the slurmctld of server2, which answers nobody, and keep control of Slurm on server1',
  ' and ': 'end the slurmctld of server2 and server3, which answers nobody, and keep control of Slurm on server1',
  '\0, and keep control of Slurm on \0':
    'end the slurmctld of server2, which answers nobody, and keep control of Slurm on server1',
  ', which answers nobody,': 'give control of Slurm from server1, which answers nobody, to server3',
  'give control of Slurm from \0\0 to \0': 'give control of Slurm from server1, which answers nobody, to server3',
  '\0, and \0': 'end the slurmctld of server2, which answers nobody, and give control of Slurm from server1 to server3',
  ' (maintenance)': 'BACKUP (maintenance)',
};

describe('what actions write into plans', () => {
  const skipped = /^(offers|registry|distribution|overrides|render)/;
  const found = sources(actions)
    .filter((path) => !skipped.test(relative(actions, path)))
    .flatMap((path) => textsIn(path, actions, written))
    .filter(({text, inTable}) => (inTable || / /.test(text)) && /[a-z]{2}/.test(text))
    .filter(({text}) => !hangul.test(text) && !same.has(text) && !/\$\d/.test(text));

  it('is found', () => {
    expect(found.length).toBeGreaterThan(300);
  });

  it.each(found)('$at: $text is said in Korean', (each) => {
    const whole = wholes[each.text];
    const said = whole === undefined ? variants(each) : [whole];
    expect(said.some((text) => hangul.test(planWords(text, 'ko')))).toBe(true);
  });
});

describe('what is said of the configuration', () => {
  const said: Places = {
    properties: new Set(['what', 'hint', 'message']),
    tables: new Set(),
    names: /^(report|need|what|hint|messageAt|known|unknownKey|expectation|ipv4|words)$/,
  };
  /** Pieces out of which a text is made, and that text. */
  const made: Readonly<Record<string, string>> = {
    '; \0 is not enabled, so it is not needed now':
      'nothing defines the variable A; redis is not enabled, so it is not needed now',
    'nothing defines the variable \0\0': 'nothing defines the variable A',
    ' (\0)': 'define A under environment: (defined are: B, C)',
    'the file has no environment: section': 'define A under environment: (the file has no environment: section)',
    'defined are: \0': 'define A under environment: (defined are: B, C)',
    'define \0 under environment:\0': 'define A under environment:, or write ${B}, which is defined',
    '\0 \0 in the configuration\\n\0': '2 errors in the configuration',
    '\\n    do: \0': '    do: chmod 600 c.yaml',
    ', or write \\${\0}, which is defined': 'define A under environment:, or write ${B}, which is defined',
    'missing; expected \0': 'missing; expected a list',
    'expected \0\0': 'expected a list, got "x"',
    'expected one of \0\0': 'expected one of "a", "b", got "c"',
    'expected at least \0\0': 'expected at least 1, got 0',
    'expected at most \0\0': 'expected at most 9, got 10',
    '\0 and \0 both have priority \0': 'server1 and server2 both have priority 90',
  };
  /** Kinds of value: said within `expected …`. */
  const kind = (text: string): boolean => hangul.test(planWords(`expected ${text}`, 'ko'));
  const config = join(src, 'config');
  const found = sources(config)
    .filter((path) => !/public-config/.test(path))
    .flatMap((path) => textsIn(path, config, said))
    .filter(({text}) => / /.test(text.replaceAll('\0', '')) && /[a-z]{2}/.test(text) && !/^(chmod|whoami)/.test(text));

  it('is found', () => {
    expect(found.length).toBeGreaterThan(70);
  });

  it.each(found)('$at: $text is said in Korean', (each) => {
    const whole = made[each.text];
    const texts = whole === undefined ? variants(each) : [whole];
    expect(texts.some((text) => hangul.test(planWords(text, 'ko')) || kind(text))).toBe(true);
  });
});

/** What is told of a run, or keeps it from beginning: looked through file by file, for other files of `run` speak to programs. */
const told: readonly string[] = [
  'actions/registry.ts',
  'cli/journal.ts',
  'cli/runs.ts',
  'run/audit/verify-audit.ts',
  'run/run-account.ts',
  'run/stop-reasons.ts',
  'run/execute-step.ts',
  'run/compare-plan.ts',
  'run/plan-difference.ts',
  'run/lock/see-locks.ts',
  'run/lock/cluster-lock.ts',
  'run/lock/release-lock.ts',
  'run/drill/preflight.ts',
  'run/drill/steady.ts',
  'run/drill/fault.ts',
  'run/drill/engine.ts',
  'cli/run/confirm.ts',
  'cli/run/unreachable.ts',
];
const spoken: Places = {
  properties: new Set(['what', 'hint', 'saw', 'why']),
  tables: new Set(),
  names:
    /^(what|hint|how|why|wrongInput|notConfirmed|refused|joined|rest|holderText|planDifference|now|lines\.push|deps\.progress|this\.#deps\.progress|this\.progress)$/,
};

describe('what is told of a run', () => {
  const found = told
    .flatMap((name) => textsIn(join(src, name), src, spoken))
    .filter(({text}) => / /.test(text) && /[a-z]{2}/.test(text) && !/^--/.test(text));

  it('is found', () => {
    expect(found.length).toBeGreaterThan(50);
  });

  /** Pieces, and the text that is made of them. */
  const made: Readonly<Record<string, string>> = {
    '\0; and \0 more': 'new: server1 stop nginx; and 3 more',
    'something that does not say what it is, \0':
      'the cluster is locked by something that does not say what it is, on server1, server2',
    '\0: \0, run \0, since \0 (\0)\0, \0\0':
      'the cluster is locked by root@a: setup, run 0123, since 2026-01-01T00:00:00.000Z (2 min 3 s), reason: a, b, on server1; last said 3 s ago: stage 2 of 9: stop nginx',
    '; and by ': 'the cluster is locked by root@a: setup, run 0123, since today (3 s), on server1',
    '\0. Its Runner has not given a sign for \0: the lock is orphaned':
      'the cluster is locked by root@a: setup, run 0123, since today (3 s), on server1. Its Runner has not given a sign for 2 min 3 s: the lock is orphaned',
    ' (and \0 more)': 'waiting for green: the verdict is warning (and 2 more)',
    'this is \0: --yes alone is not enough': 'this is disruptive: --yes alone is not enough',
    'this is \0: a reason is wanted': 'this is destructive: a reason is wanted',
  };
  /** Commands, the same in every language. */
  const command = /^hpcha-tui /;

  it.each(found.filter(({text}) => !command.test(text)))('$at: $text is said in Korean', (each) => {
    const whole = made[each.text];
    // A line break in a literal stands there as it is written.
    const said = (whole === undefined ? variants(each) : [whole]).map((text) => text.replaceAll('\\n', '\n'));
    expect(said.some((text) => hangul.test(planWords(text, 'ko')))).toBe(true);
  });
});
