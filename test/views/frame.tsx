// Draws one frame of the console without a terminal, and reads it back as lines.

import {renderToString} from 'ink';
import type {ConsoleState} from '../../src/state/console-state.ts';
import type {StyleOptions} from '../../src/views/kit/style.ts';
import {makeStyle} from '../../src/views/kit/style.ts';
import {Screen} from '../../src/views/screen.tsx';

export type Frame = {
  /** As the terminal would show it, without colours. */
  readonly lines: readonly string[];
  /** With every escape sequence. */
  readonly raw: string;
};

export function drawFrame(state: ConsoleState, options: Partial<StyleOptions> = {}): Frame {
  const style = makeStyle({theme: 'dark', glyphs: 'unicode', language: state.language, ...options});
  const raw = renderToString(<Screen state={state} style={style} />, {columns: state.size.columns});
  return {raw, lines: raw.replace(/\x1b\[[0-9;]*m/g, '').split('\n')};
}
