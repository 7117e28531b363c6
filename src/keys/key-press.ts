// One key press, as the rest of the program names it; and how the terminal's input chunks become presses.

/** `name` is what the key table lists: `j`, `G`, `enter`, `esc`, `ctrl+l`, `shift+tab`, `pageup`. */
export type KeyPress = {
  readonly name: string;
  /** What it types into a field; empty for keys that are no characters. */
  readonly text: string;
  /**
   * Arrived alone in its packet. Fast typing over a slow line comes in chunks (terminal-ui §0.10); those navigate and
   * type, but a command that changes something is only taken from a key that came alone.
   */
  readonly alone: boolean;
};

/** The flags of Ink's key that are read here; written down so that this file needs nothing of Ink. */
export type TerminalKey = {
  readonly [flag in (typeof namedFlags)[number][0]]?: boolean;
} & {readonly ctrl?: boolean; readonly shift?: boolean; readonly meta?: boolean; readonly eventType?: string};

const namedFlags = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageDown', 'pagedown'],
  ['pageUp', 'pageup'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const;

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Nobody types so much between two packets; a line over a slow ssh, typed ahead with its Enter, is well below it. */
const longestTyping = 48;

/**
 * Whether an input event is a paste that the terminal did not mark as one (bracketed paste is off or not known there): more
 * than anybody types at once, or lines in it. Pasted text must never be taken for keys (terminal-ui §0.10).
 */
export function isUnmarkedPaste(input: string): boolean {
  return input.length > longestTyping || /[\r\n][^\r\n]/.test(input);
}

/** The presses in one input event of the terminal, in order; none is lost, however many came in one packet. */
export function readKeys(input: string, key: TerminalKey): readonly KeyPress[] {
  if (key.eventType === 'release') return [];
  const named = namedFlags.find(([flag]) => key[flag] === true);
  if (named !== undefined) {
    const name = named[1] === 'tab' && key.shift === true ? 'shift+tab' : named[1];
    return [{name, text: '', alone: true}];
  }
  if (key.meta === true) return [];
  if (key.ctrl === true) return [{name: `ctrl+${input}`, text: '', alone: true}];
  const graphemes = [...segmenter.segment(input)].map(({segment}) => segment);
  return graphemes.flatMap((grapheme) => readGrapheme(grapheme, graphemes.length === 1));
}

function readGrapheme(grapheme: string, alone: boolean): readonly KeyPress[] {
  if (grapheme === '\r' || grapheme === '\n' || grapheme === '\r\n') return [{name: 'enter', text: '', alone}];
  if (grapheme === '\t') return [{name: 'tab', text: '', alone}];
  if (grapheme === '\x7f' || grapheme === '\b') return [{name: 'backspace', text: '', alone}];
  const control = /^[\x01-\x1a]$/.test(grapheme);
  if (control) return [{name: `ctrl+${String.fromCharCode(grapheme.charCodeAt(0) + 96)}`, text: '', alone}];
  if (/[\x00-\x1f\x7f-\x9f]/.test(grapheme)) return [];
  return [{name: grapheme === ' ' ? 'space' : grapheme, text: grapheme, alone}];
}
