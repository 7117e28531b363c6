// Cutting and wrapping by display width.

import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {clean, cut, fit, wrap} from '../../src/views/kit/text-width.ts';

const texts = [
  '',
  'plain',
  '관리 노드 하나가 응답하지 않습니다',
  'a👩‍💻b👍🏽c',
  'e\u0301e\u0301e\u0301',
  'mixed 한글 and ascii',
];

describe('text in cells', () => {
  it.each(texts)('fits exactly, whatever the width: %s', (text) => {
    for (let width = 0; width < 40; width += 1) expect(stringWidth(fit(text, width, '…'))).toBe(width);
  });

  it('marks what was cut', () => {
    expect(cut('server1', 5, '…')).toBe('serv…');
    expect(cut('관리노드', 5, '…')).toBe('관리…');
    expect(cut('관리노드', 4, '…')).toBe('관…');
  });

  it.each(texts)('wraps without losing a character or going over: %s', (text) => {
    for (let width = 2; width < 30; width += 1) {
      const lines = wrap(text, width);
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });

  it('cleans what could harm a terminal', () => {
    expect(clean('a\x1b[31mb\x1b[0m\tc\u202ed')).toBe('ab cd');
  });
});
