// Gives out complete, clean lines of a stream that arrives in pieces.

import {StringDecoder} from 'node:string_decoder';
import {cleanText} from './clean-text.ts';

/** A line that never ends is given out in pieces of this many characters. */
const longestLine = 16 * 1024;

export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #give: (line: string) => void;
  #rest = '';

  constructor(give: (line: string) => void) {
    this.#give = give;
  }

  add(chunk: Buffer): void {
    this.#rest += this.#decoder.write(chunk);
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#give(cleanText(line));
    if (this.#rest.length > longestLine) this.end();
  }

  /** Gives out what came after the last newline. */
  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#give(cleanText(rest));
  }
}
