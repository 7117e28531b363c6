// How a key is written for people, in hints and help.

const signs: Readonly<Record<string, {readonly unicode: string; readonly ascii: string}>> = {
  enter: {unicode: '⏎', ascii: 'enter'},
  up: {unicode: '↑', ascii: 'up'},
  down: {unicode: '↓', ascii: 'down'},
  left: {unicode: '←', ascii: 'left'},
  right: {unicode: '→', ascii: 'right'},
  pageup: {unicode: 'PgUp', ascii: 'PgUp'},
  pagedown: {unicode: 'PgDn', ascii: 'PgDn'},
};

export function keyName(key: string, glyphs: 'unicode' | 'ascii'): string {
  return signs[key]?.[glyphs] ?? (key.length === 1 ? key : key.replace('+', '-'));
}
