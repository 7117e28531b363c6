// The key table: one meaning a key on every layer, everything explained, nothing dangerous by accident.

import {describe, expect, it} from 'vitest';
import {commandTable} from '../../src/keys/command-table.ts';
import {commandsIn, findCommand, takesText} from '../../src/keys/find-command.ts';
import type {KeyPress} from '../../src/keys/key-press.ts';
import {isUnmarkedPaste, readKeys} from '../../src/keys/key-press.ts';
import {commandIds, scopes} from '../../src/model/command.ts';
import {uiTextIfAny} from '../../src/model/ui-text.ts';

const press = (name: string, alone = true): KeyPress => ({name, text: name.length === 1 ? name : '', alone});

describe('the key table', () => {
  it.each(scopes)('gives every key at most one meaning on the layer %s', (scope) => {
    const keys = commandsIn(scope).flatMap((entry) => entry.keys);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('gives every command a key', () => {
    const bound = new Set(commandTable.map((entry) => entry.id));
    expect(commandIds.filter((id) => !bound.has(id))).toEqual([]);
  });

  it('explains every command and every layer in both languages', () => {
    for (const id of commandIds) {
      for (const language of ['en', 'ko'] as const) {
        expect(uiTextIfAny(language, `help.${id}`), `help.${id} ${language}`).toBeTruthy();
        expect(uiTextIfAny(language, `hint.${id}`), `hint.${id} ${language}`).toBeTruthy();
      }
    }
    for (const scope of scopes) expect(uiTextIfAny('en', `help.scope.${scope}`), scope).toBeTruthy();
  });

  it('marks what can lead to a change as dangerous', () => {
    const dangerous = commandTable.filter((entry) => entry.danger === true).map((entry) => entry.id);
    expect(new Set(dangerous)).toEqual(new Set(['yes', 'submit', 'override']));
  });

  it('never takes a dangerous key out of a chunk', () => {
    expect(findCommand('plan', press('y'))?.id).toBe('yes');
    expect(findCommand('plan', press('y', false))).toBeUndefined();
    expect(findCommand('confirm', press('enter', false))).toBeUndefined();
    expect(findCommand('overview', press('j', false))?.id).toBe('down');
  });

  it('lets every layer be left with Esc, and the console with ctrl-c', () => {
    for (const scope of scopes.filter((one) => one !== 'global')) {
      expect(findCommand(scope, press('esc'))?.id, scope).toBe('back');
      expect(findCommand(scope, press('ctrl+c'))?.id, scope).toBe('quit');
    }
  });

  it('lets every printable character be typed where text is typed', () => {
    expect(takesText('confirm')).toBe(true);
    for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789?-_ ') {
      expect(findCommand('confirm', press(character === ' ' ? 'space' : character)), character).toBeUndefined();
    }
  });

  it('leads nowhere else while a question is open', () => {
    for (const scope of ['operate', 'cancel', 'quit'] as const) {
      for (const key of ['p', 'o', 'r', '1', '?'])
        expect(findCommand(scope, press(key)), `${scope} ${key}`).toBeUndefined();
    }
  });
});

describe('an unmarked paste', () => {
  it('is text with lines in it, or more than anybody types at once', () => {
    expect(isUnmarkedPaste('stop\ny\n')).toBe(true);
    expect(isUnmarkedPaste('y\ry\r')).toBe(true);
    expect(isUnmarkedPaste('q'.repeat(60))).toBe(true);
  });

  it('is not fast typing, not even a whole command typed ahead with its Enter', () => {
    expect(isUnmarkedPaste('jjj')).toBe(false);
    expect(isUnmarkedPaste(':start --phase 2\r')).toBe(false);
  });
});

describe('reading keys', () => {
  it('loses no key of fast typing that came as one packet', () => {
    expect(readKeys('jjj', {}).map(({name, alone}) => [name, alone])).toEqual([
      ['j', false],
      ['j', false],
      ['j', false],
    ]);
  });

  it('keeps graphemes of several code points together', () => {
    expect(readKeys('한👩‍💻e\u0301', {}).map(({text}) => text)).toEqual(['한', '👩‍💻', 'e\u0301']);
  });

  it('names special keys, and an Enter inside a chunk is not one pressed alone', () => {
    expect(readKeys('', {return: true})).toEqual([{name: 'enter', text: '', alone: true}]);
    expect(readKeys('', {tab: true, shift: true})).toMatchObject([{name: 'shift+tab'}]);
    expect(readKeys('l', {ctrl: true})).toMatchObject([{name: 'ctrl+l', text: ''}]);
    expect(readKeys('a\r', {}).map(({name, alone}) => [name, alone])).toEqual([
      ['a', false],
      ['enter', false],
    ]);
  });

  it('takes no key with Alt, no key release and no control character for text', () => {
    expect(readKeys('y', {meta: true})).toEqual([]);
    expect(readKeys('y', {eventType: 'release'})).toEqual([]);
    expect(readKeys('\x00\x1b', {})).toEqual([]);
  });
});
