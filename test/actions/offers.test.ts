// The list of actions: every entry can be planned, is explained in both languages, and reads its own input strictly.

import {describe, expect, it} from 'vitest';
import {offers} from '../../src/actions/offers.ts';
import {plannerOf} from '../../src/actions/registry.ts';
import type {ActionOffer} from '../../src/model/action-offer.ts';
import {flagOf} from '../../src/model/action-offer.ts';

const all: readonly ActionOffer[] = offers;

describe('the list of actions', () => {
  it('names each action once, and each field of an action once', () => {
    const ids = all.map(({id}) => id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const {fields} of all) {
      const names = fields.map(({name}) => name);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('explains every action and every field in both languages', () => {
    for (const {title, explain, fields} of all) {
      for (const text of [title, explain, ...fields.map((field) => field.title)]) {
        expect(text.en).not.toBe('');
        expect(text.ko).not.toBe('');
      }
    }
  });

  it('can plan each of them, and says which there are for a name that is none', () => {
    for (const {id} of all) expect(plannerOf(id).needs.length).toBeGreaterThan(0);
    expect(() => plannerOf('toString')).toThrow(/there is no action toString/);
  });

  it('gives a choice its choices', () => {
    const choices = all.flatMap(({fields}) => fields).filter(({kind}) => kind === 'choice');
    for (const field of choices) expect(field.choices?.length).toBeGreaterThan(1);
  });

  it('writes a flag as the command line does', () => {
    const title = {en: 'x', ko: 'x'};
    expect(flagOf({name: 'fromHost', kind: 'text', title, required: false})).toBe('--from-host');
  });
});
