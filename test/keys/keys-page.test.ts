// The committed page of keys says what the key table says: nobody reads of a key that does something else.

import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {keysPage, keysPagePath} from '../../scripts/keys-page.ts';

it('docs/keys.md is what node scripts/keys-page.ts makes of the key table', () => {
  expect(readFileSync(keysPagePath, 'utf8')).toBe(keysPage());
});
