// The prompt at the bottom: what is being typed, and above it what could follow or what was wrong.

import type {Prompt} from '../../state/prompt.ts';
import type {Row} from '../kit/row.ts';
import {rowWidth, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';
import {typedText} from '../kit/typed-text.ts';

/** The line itself. A line that is too long shows where it is typed. */
export function promptRow(prompt: Prompt, afterCaret: number, style: Style, width: number): Row {
  const sign = prompt.kind === 'command' ? ':' : '/';
  const room = width - 4;
  const help = prompt.kind === 'command' ? style.say('prompt.command') : style.say('prompt.filter');
  const line: Row = [span(` ${sign}`, 'accent'), ...typedText(prompt.text, afterCaret, style, {room, tone: 'strong'})];
  const rest = width - rowWidth(line) - widthOf(help) - 2;
  return rest > 2 ? [...line, span(' '.repeat(rest)), span(help, 'dim')] : line;
}

/** What is wrong, or what there is to choose from; null: nothing to say. */
export function promptNoticeRow(prompt: Prompt, style: Style, width: number): Row | null {
  if (prompt.kind !== 'command') return null;
  if (prompt.fault !== null) return [span(` ${style.glyphs.level.critical} ${prompt.fault}`, 'critical')];
  if (prompt.candidates.length === 0) return null;
  const shown: string[] = [];
  let room = width - 6;
  for (const candidate of prompt.candidates) {
    room -= widthOf(candidate) + 2;
    if (room < 0) break;
    shown.push(candidate);
  }
  const more = shown.length < prompt.candidates.length ? ` ${style.glyphs.ellipsis}` : '';
  return [span(` ${shown.join('  ')}${more}`, 'accent')];
}
