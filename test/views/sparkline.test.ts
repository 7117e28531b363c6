// Sparklines and bars: exact widths, peaks kept, gaps shown, in Unicode and in ASCII.

import {describe, expect, it} from 'vitest';
import {bar, sparkline} from '../../src/views/kit/sparkline.ts';
import {makeStyle} from '../../src/views/kit/style.ts';

const unicode = makeStyle({theme: 'mono', glyphs: 'unicode', language: 'en'});
const ascii = makeStyle({theme: 'mono', glyphs: 'ascii', language: 'en'});

describe('a sparkline', () => {
  it('has the newest value at the right and nothing before the first', () => {
    expect(sparkline([0, 7], 5, unicode)).toBe('   ▁█');
    expect(sparkline([0, 7], 5, ascii)).toBe('   _#');
  });

  it('shows a gap as a gap and something small as more than nothing', () => {
    expect(sparkline([7, null, 0.1, 0], 4, unicode)).toBe('█·▂▁');
  });

  it('keeps every peak where several values share a sign', () => {
    const values = Array.from({length: 90}, (_, index) => (index === 31 ? 100 : 0));
    const drawn = sparkline(values, 10, unicode);
    expect(drawn).toHaveLength(10);
    expect([...drawn].filter((sign) => sign === '█')).toHaveLength(1);
  });

  it('is flat for what never moved from zero, and never wider than asked', () => {
    expect(sparkline([0, 0, 0], 3, unicode)).toBe('▁▁▁');
    expect(sparkline([], 4, ascii)).toBe('    ');
  });
});

describe('a bar', () => {
  it('fills its share, and at least one sign for anything above nothing', () => {
    expect(bar(0.5, 4, unicode)).toBe('██░░');
    expect(bar(0.001, 4, unicode)).toBe('█░░░');
    expect(bar(0, 4, ascii)).toBe('....');
    expect(bar(7, 4, ascii)).toBe('####');
  });
});
