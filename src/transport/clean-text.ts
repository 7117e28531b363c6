// The one place where text from a host loses everything that could act on a terminal, a screen layout or a reader's eyes.

/**
 * Escape sequences with their payload: OSC, DCS, SOS, PM and APC up to BEL or ST (ECMA-48 §8.3; the payload of OSC 52 is a
 * clipboard), CSI up to its final byte, and two-character escapes. Seven-bit and eight-bit (C1) introducers alike.
 * A string that is never terminated is cut at the line's end, so that a hostile opening cannot swallow the rest.
 */
const escapeSequences = new RegExp(
  [
    '(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c\\n]*(?:\\x07|\\x1b\\\\|\\x9c)?',
    '(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?',
    '\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?',
  ].join('|'),
  'g',
);

/**
 * What is left to drop, one character at a time: C0 except newline and tab, DEL, C1; characters that reorder or hide text
 * (bidi controls, zero-width space, word joiner, invisible operators, BOM, interlinear marks, tags, line and paragraph
 * separators); U+FFFD, which is what invalid UTF-8 was decoded to; and halves of surrogate pairs.
 */
const forbidden =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const suspicious =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

/**
 * Text as it may be shown, logged and judged: no escape sequence, no control character but newline and tab, no bidi override,
 * no invalid UTF-8 (DESIGN §3: everything that comes from a controller is untrusted). Carriage returns vanish and never become
 * newlines: a job name must not be able to forge a line. Cleaning twice changes nothing more.
 */
export function cleanText(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(escapeSequences, '').replace(forbidden, '');
}

/** Bytes from a host as clean text. Bytes that are no UTF-8 are dropped. */
export function cleanBytes(bytes: Uint8Array): string {
  return cleanText(new TextDecoder('utf-8', {fatal: false, ignoreBOM: true}).decode(bytes));
}
