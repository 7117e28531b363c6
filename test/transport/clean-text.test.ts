// Text from hosts: whatever it holds, nothing of it acts on a terminal.

import {describe, expect, it} from 'vitest';
import {cleanBytes, cleanText} from '../../src/transport/clean-text.ts';

const esc = '\x1b';
const bel = '\x07';

const table: readonly (readonly [name: string, hostile: string, clean: string])[] = [
  ['plain text, Korean and emoji stay', 'server1 정상 👍🏽 e\u0301', 'server1 정상 👍🏽 e\u0301'],
  ['newline and tab stay', 'a\tb\nc', 'a\tb\nc'],
  ['colours', `${esc}[1;31mred${esc}[0m`, 'red'],
  ['private and intermediate CSI', `${esc}[?1049h${esc}[>4;2m${esc}[0 qx`, 'x'],
  ['a CSI that is cut off', `ok${esc}[31`, 'ok'],
  ['the window title (OSC 0) by BEL', `a${esc}]0;owned${bel}b`, 'ab'],
  ['the clipboard (OSC 52) by ST', `a${esc}]52;c;cm0gLXJmIC8=${esc}\\b`, 'ab'],
  ['hyperlinks (OSC 8)', `${esc}]8;;http://x${esc}\\here${esc}]8;;${esc}\\`, 'here'],
  ['an OSC that never ends takes its line and no more', `a${esc}]52;c;AAAA\nnext`, 'a\nnext'],
  ['DCS (a terminal answers it with input)', `a${esc}P$q"p${esc}\\b`, 'ab'],
  ['SOS, PM and APC', `a${esc}Xx${esc}\\${esc}^y${esc}\\${esc}_z${esc}\\b`, 'ab'],
  ['eight-bit CSI', 'a\u009b31mb', 'ab'],
  ['eight-bit OSC and ST', 'a\u009d52;c;AA\u009cb', 'ab'],
  ['other C1', 'a\u0085\u008d\u0090b', 'a'],
  ['charset switches and resets', `a${esc}(0b${esc}cd`, 'abd'],
  ['an escape before an escape', `${esc}${esc}[31mx`, 'x'],
  ['backspace, bell, form feed, vertical tab, NUL, DEL', 'a\b\x07\f\v\0\x7fb', 'ab'],
  ['a carriage return does not forge a line', 'job\rRUNNING|root', 'jobRUNNING|root'],
  ['CRLF becomes LF', 'a\r\nb', 'a\nb'],
  ['bidi overrides and isolates', 'a\u202egpj.exe\u202c\u2066x\u2069\u200f', 'agpj.exex'],
  ['invisible characters', 's\u200be\u2060r\ufeffv\u{e0041}er', 'server'],
  ['line and paragraph separators', 'a\u2028b\u2029c', 'abc'],
  ['lone surrogates', 'a\ud83db\udc00c', 'abc'],
];

describe('clean text', () => {
  it.each(table)('takes out: %s', (_name, hostile, clean) => {
    expect(cleanText(hostile)).toBe(clean);
  });

  it('drops bytes that are no UTF-8 and keeps those around them', () => {
    expect(cleanBytes(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x62, 0xed, 0xa0, 0x80, 0x63]))).toBe('a(bc');
  });

  it('leaves nothing that acts, whatever is thrown at it, and cleaning twice changes nothing', () => {
    const pieces = [
      '\x1b',
      '[',
      ']',
      '52;c;',
      'P',
      '\x07',
      '\\',
      '\u009b',
      '\u009d',
      '\u009c',
      '31m',
      '\n',
      '\r',
      '\u202e',
      'x',
      ' ',
      '\0',
    ];
    let seed = 7;
    const next = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let round = 0; round < 5000; round += 1) {
      const text = Array.from({length: 1 + (next() % 12)}, () => pieces[next() % pieces.length] ?? '').join('');
      const clean = cleanText(text);
      expect(clean).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
      expect(cleanText(clean)).toBe(clean);
    }
  });

  it('cleans a megabyte of hostile text in well under a second', () => {
    const startedAt = performance.now();
    cleanText(`${esc}]52;c;${'A'.repeat(60)}${esc}[`.repeat(15_000));
    cleanText(`${esc}]`.repeat(500_000));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
