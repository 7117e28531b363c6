// Templates: plain text stays text, secrets stay references, and nothing is ever filled with `undefined`.

import {describe, expect, it} from 'vitest';
import {render, renderPlain, text} from '../../src/actions/render.ts';
import {maskText, revealText, Secret} from '../../src/model/secret.ts';

describe('render', () => {
  it('keeps line breaks after a value, so that two settings never become one line', () => {
    const lines = renderPlain('mariadb/garb', {nodes: 'a:4567 b:4567', cluster: 'c', options: 'x=1'}).split('\n');
    expect(lines).toContain('GALERA_NODES="a:4567 b:4567"');
    expect(lines).toContain('GALERA_GROUP="c"');
  });

  it('turns every secret in the data into a hole that shows as bullets', () => {
    const rendered = render('mariadb/garb', {
      nodes: {secret: 'redis.password'},
      cluster: 'c',
      options: {secret: 'a', form: 'sha256'},
    });
    expect(rendered.filter((part) => typeof part !== 'string')).toEqual([
      {secret: 'redis.password'},
      {secret: 'a', form: 'sha256'},
    ]);
    expect(maskText(rendered)).toContain('GALERA_NODES="•••"');
    expect(
      revealText(
        rendered,
        new Map([
          ['redis.password', new Secret('x')],
          ['a', new Secret('y')],
        ]),
      ),
    ).toContain('="x"');
  });

  it('fails on a missing value instead of writing the word undefined', () => {
    expect(() => render('mariadb/garb', {nodes: 'a', cluster: 'c'})).toThrow(/given undefined/);
  });

  it('refuses a secret where plain text is wanted', () => {
    expect(() => renderPlain('mariadb/garb', {nodes: 'a', cluster: 'c', options: {secret: 's'}})).toThrow(
      /holds the secret s/,
    );
  });

  it('names a template that there is none of', () => {
    expect(() => render('mariadb/none', {})).toThrow(/mariadb\/none/);
  });

  it('joins parts and references by a tag', () => {
    expect(text`ALTER USER x USING '${{secret: 'p', form: 'mysql-native'}}'`).toEqual([
      "ALTER USER x USING '",
      {secret: 'p', form: 'mysql-native'},
      "'",
    ]);
  });
});
