// Every text that an action puts into a plan is read in Korean by a Korean reader, and stays English in the plan itself.

import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join, relative, resolve} from 'node:path';
import {parseAst} from 'rolldown/parseAst';
import {describe, expect, it} from 'vitest';
import {planTexts, planWords} from '../../src/model/plan-words.ts';

const actions = resolve(import.meta.dirname, '../../src/actions');
const hangul = /[가-힣]/;

function sources(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? sources(path) : name.endsWith('.ts') ? [path] : [];
  });
}

describe('planWords', () => {
  it('leaves every text as it stands for an English reader', () => {
    for (const text of ['stop mariadb and mask it', 'whatever', '']) expect(planWords(text, 'en')).toBe(text);
  });

  it('leaves what nobody knows as it was written', () => {
    expect(planWords('something of a later version', 'ko')).toBe('something of a later version');
  });

  it('takes the template that says the most itself', () => {
    expect(planWords('stop redis-server', 'ko')).toBe('redis-server 중지');
    expect(planWords('stop redis-server and mask it', 'ko')).toBe('redis-server 중지 후 mask');
    expect(planWords('stop redis of lab', 'ko')).toBe('lab의 redis 중지');
  });

  it('keeps names of several controllers together', () => {
    expect(planWords('recover the positions of server1, server2', 'ko')).toBe('server1, server2의 위치 복구');
  });

  it('reads a title inside of a title', () => {
    expect(planWords('undo of run 0123456789ab: move 10.0.0.9 from server1 to server2', 'ko')).toBe(
      '실행 0123456789ab 되돌리기: 10.0.0.9를 server1에서 server2로 이동',
    );
    expect(planWords('undo: glusterfs: the files are taken away', 'ko')).toBe('되돌리기: glusterfs: 파일 제거');
  });

  it('reads two losses made into one, and several moves', () => {
    expect(
      planWords(
        'Nothing stored: connections through 10.0.0.9 break once, for about 300 ms. Nothing stored: commands of Slurm wait or fail for a few seconds; jobs run on.',
        'ko',
      ),
    ).toBe(
      '저장된 것은 없음: 10.0.0.9를 통한 연결이 약 300 ms 동안 한 번 끊깁니다. 저장된 것은 없음: Slurm 명령이 몇 초 기다리거나 실패하며, 작업은 계속 돕니다.',
    );
    expect(planWords('move slots 0-5,9 from server1 to server2; move slots 7 from server3 to server1', 'ko')).toBe(
      '슬롯 0-5,9를 server1에서 server2로 이동; 슬롯 7을 server3에서 server1로 이동',
    );
  });
});

describe('the catalogue', () => {
  const holes = (text: string): readonly string[] => [...text.matchAll(/\{[*=]?(\w+)\}/g)].map(([, name = '']) => name);

  it.each(Object.entries(planTexts))('%s: has the same holes in Korean', (english, korean) => {
    expect([...holes(korean)].sort()).toEqual([...holes(english)].sort());
    expect(new Set(holes(english)).size).toBe(holes(english).length);
  });

  it.each(Object.entries(planTexts))('%s: is found again when its holes are filled', (english, korean) => {
    const names = holes(english);
    const known = 'stop nginx';
    const value = (name: string): string => (english.includes(`{=${name}}`) ? known : `server${names.indexOf(name)}`);
    const text = english.replace(/\{[*=]?(\w+)\}/g, (_, name: string) => value(name));
    const pieces = korean.split(/\{\w+\}|이\(가\)|은\(는\)|을\(를\)|와\(과\)|\(으\)로/);
    const said = planWords(text, 'ko');
    for (const piece of pieces) expect(said).toContain(piece.trim());
    for (const name of names) expect(said).toContain(planWords(value(name), 'ko'));
  });
});

type Node = {readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nodesOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
}

/** Where actions write what a plan says: under these names, and in what these functions are given or give. */
const properties = new Set([
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
]);
/** Here single words are read too; elsewhere they are names of stages, codes and services. */
const tables = new Set(['head', 'rows']);
const places =
  /^(stage|priority|restart|proof|act|setFlag|wrong|against|lossOf|loss|titleOf|whyEvidence|reason|lostReason|databases|stateOf|databaseAgainst|mountAgainst|keeps|ended|given|why\w*|cells|seenCells|administratorStep|rangeTitle)$/;

/** Functions of one file that are given a title, whatever they are called. */
const titleTakers = /(?:const|function) (\w+)[^\n]*\(title: string/g;

type Found = {readonly at: string; readonly text: string; readonly holes: number; readonly inTable: boolean};

/** Whether what stands here is read by somebody, by the nearest thing around it that says so. */
function meaning(around: readonly Node[], source: string): 'text' | 'cell' | null {
  const givesTitle = new Set([...source.matchAll(titleTakers)].map(([, name]) => name));
  for (const node of around.toReversed()) {
    if (node.type === 'BinaryExpression' || node.type === 'MemberExpression') return null;
    const [named] = [...nodesOf(node['key']), ...nodesOf(node['id']), ...nodesOf(node['callee'])];
    const name = named === undefined ? '' : source.slice(named.start, named.end);
    if (node.type === 'Property') return tables.has(name) ? 'cell' : properties.has(name) ? 'text' : null;
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration')
      return places.test(name) ? 'text' : null;
    if (node.type === 'CallExpression' && (places.test(name) || givesTitle.has(name))) return 'text';
  }
  return null;
}

function textsIn(path: string): readonly Found[] {
  const source = readFileSync(path, 'utf8');
  const found: Found[] = [];
  const visit = (node: Node, around: readonly Node[]): void => {
    if (node.type === 'ImportDeclaration' || (node.type.startsWith('TS') && !node.type.endsWith('Expression'))) return;
    const at = `${relative(actions, path)}:${source.slice(0, node.start).split('\n').length}`;
    const means = meaning(around, source);
    const inTable = means === 'cell';
    if (means !== null && node.type === 'Literal' && typeof node['value'] === 'string')
      found.push({at, text: node['value'], holes: 0, inTable});
    if (means !== null && node.type === 'TemplateLiteral') {
      const pieces = nodesOf(node['quasis']).map(({start, end}) =>
        source.slice(start, end).replace(/^[`}]|(`|\$\{)$/g, ''),
      );
      found.push({at, text: pieces.join('\0'), holes: pieces.length - 1, inTable});
    }
    for (const inner of Object.values(node).flatMap(nodesOf)) visit(inner, [...around, node]);
  };
  for (const node of nodesOf(parseAst(source, {lang: 'ts'}, path))) visit(node, []);
  return found;
}

/** What a hole may hold: a name, a title, the beginning of a loss, the name of a test. */
const values = ['server1', 'stop nginx', 'Nothing:', 'glusterfs', 'phases prepare, redis', 'no answer'];

function variants({text, holes}: Found): readonly string[] {
  if (holes === 0) return [text];
  const pieces = text.split('\0');
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
  '\0, and \0': 'end the slurmctld of server2, which answers nobody, and give control of Slurm from server1 to server3',
  ' (maintenance)': 'BACKUP (maintenance)',
};

describe('what actions write into plans', () => {
  const skipped = /^(offers|registry|distribution|overrides|render)/;
  const found = sources(actions)
    .filter((path) => !skipped.test(relative(actions, path)))
    .flatMap(textsIn)
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
