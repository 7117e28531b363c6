// What is typed after `:`: the words and flags of the command line, the console's own short words, and what Tab makes of them.

import {describe, expect, it} from 'vitest';
import {readLine} from '../../../src/cli/console/command-line.ts';
import {completeLine} from '../../../src/cli/console/complete-line.ts';
import {splitWords} from '../../../src/cli/console/split-words.ts';
import {buildSummary} from '../../state/builders/state.ts';

const summary = buildSummary();
const read = (line: string) => readLine(line, summary);
const complete = (line: string) => completeLine(line, summary);

describe('a command after :', () => {
  it.each([
    ['q', {kind: 'quit'}],
    ['mariadb', {kind: 'service', service: 'mariadb'}],
    ['service mariadb', {kind: 'service', service: 'mariadb'}],
    ['status --service redis', {kind: 'service', service: 'redis'}],
    ['server2', {kind: 'controller', host: 'server2'}],
    ['controller server2', {kind: 'controller', host: 'server2'}],
    ['events', {kind: 'page', page: 'events'}],
    ['runs', {kind: 'page', page: 'runs'}],
    ['runs list', {kind: 'page', page: 'runs'}],
    ['runs attach 7f3a', {kind: 'run', runId: '7f3a'}],
    ['sites', {kind: 'page', page: 'sites'}],
    ['operate', {kind: 'mode', mode: 'operate'}],
  ])('%s leads where it says', (line, meaning) => {
    expect(read(line)).toEqual(meaning);
  });

  it('plans what the same command would, with the same flags', () => {
    const plan = (action: string, input: object, overrides: readonly string[] = []) => ({
      kind: 'plan',
      request: {action, input, overrides},
    });
    expect(read('start --phase 2')).toEqual(plan('phases', {from: 2, to: 2}));
    expect(read('start --start-phase 1 --end-phase 3')).toEqual(plan('phases', {from: 1, to: 3}));
    expect(read('setup --skip-base')).toEqual(plan('phases', {from: 1, to: 7}));
    expect(read('stop')).toEqual(plan('stop', {}));
    expect(read('stop --service redis --override ControllerUnseen:server3')).toEqual(
      plan('stop', {service: 'redis'}, ['ControllerUnseen:server3']),
    );
  });

  it('never confirms anything: --yes on the line changes nothing about the plan that is shown', () => {
    expect(read('stop --yes --confirm my-cluster --reason x')).toEqual(read('stop'));
  });

  it.each([
    ['start --phase 9', /a phase is a number from 0 to 7/],
    ['stop --service rediss', /no service rediss/],
    ['start --nonsense', /unknown option/],
    ['start --phase 3 --phase 6', /--phase was given twice/],
    ['mariadbb', /did you mean mariadb/],
    ['service', /one of glusterfs/],
    ["stop --reason 'open", /is not closed/],
  ])('says what is wrong with %s, in the words of the command line', (line, pattern) => {
    const meaning = read(line);
    expect(meaning).toMatchObject({kind: 'wrong'});
    expect(meaning.kind === 'wrong' && meaning.what).toMatch(pattern);
  });

  it('asks for what an action wants to know where the line does not say it, as the menu does', () => {
    expect(read('drill')).toEqual({kind: 'page', page: 'drill'});
    expect(read('failover-vip --help')).toEqual({kind: 'begin', action: 'failover-vip'});
    expect(read('runs')).toEqual({kind: 'page', page: 'runs'});
    expect(read('config')).toMatchObject({kind: 'wrong', what: expect.stringMatching(/^config: one of .*check/)});
  });

  it('takes the word of a command for the first field of its action', () => {
    const meaning = read('drill run D04');
    expect(meaning).toMatchObject({kind: 'plan', request: {action: 'drill', input: {drill: 'D04'}}});
    expect(read('drill run nosuch')).toMatchObject({kind: 'wrong'});
  });

  it('names the command line for commands that only print', () => {
    expect(read('config check')).toEqual({kind: 'elsewhere', command: 'config check'});
  });
});

describe('Tab after :', () => {
  it('finishes a word that can be one thing only, with a space for the next', () => {
    expect(complete('maria')).toEqual({text: 'mariadb ', candidates: []});
    expect(complete('runs at')).toEqual({text: 'runs attach ', candidates: []});
  });

  it('goes as far as all that fit agree, and shows them', () => {
    const {text, candidates} = complete('st');
    expect(text).toBe('sta'.slice(0, text.length));
    expect(candidates).toEqual(expect.arrayContaining(['start', 'status', 'stop']));
  });

  it('knows the flags of a command, and what they may be', () => {
    expect(complete('start --').candidates).toEqual(expect.arrayContaining(['--phase', '--start-phase']));
    expect(complete('start --').candidates).not.toContain('--yes');
    expect(complete('stop --service red').text).toBe('stop --service redis ');
    expect(complete('start --phase ').candidates).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(complete('controller server').candidates).toEqual(['server1', 'server2', 'server3']);
  });

  it('leaves alone what it does not know', () => {
    expect(complete('nosuch')).toEqual({text: 'nosuch', candidates: []});
    expect(complete('start --phase 2 xyz')).toEqual({text: 'start --phase 2 xyz', candidates: []});
  });
});

describe('words of a line', () => {
  it('are kept together by quotes', () => {
    expect(splitWords(`drain "rack 2" 'a b' c`)).toEqual(['drain', 'rack 2', 'a b', 'c']);
  });
});
