// Cuts a stream of bytes into JSON values, one a line, and writes them; a line that is too long ends the conversation.

import type {Duplex} from 'node:stream';
import {HpchaError} from '../../../model/error.ts';

/** What is not taken by the other side beyond this ends the conversation: it has stopped listening. */
const unsentBytes = 32 * 1024 * 1024;

export class JsonLines {
  readonly #longest: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** The values that are whole now. Throws HpchaError `parse` for a line that is too long or no JSON. */
  read(chunk: Buffer): readonly unknown[] {
    const values: unknown[] = [];
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.#keep(rest.subarray(0, end));
      const line = Buffer.concat(this.#parts, this.#length).toString('utf8');
      this.#parts = [];
      this.#length = 0;
      rest = rest.subarray(end + 1);
      if (line.trim() !== '') values.push(parse(line));
    }
    this.#keep(rest);
    return values;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#longest) throw broken(`a line is longer than ${this.#longest} bytes`);
    if (part.length > 0) this.#parts.push(part);
  }
}

/** Writes one value; destroys the stream when the other side no longer takes anything. */
export function writeLine(stream: Duplex, value: object): void {
  if (stream.destroyed || stream.writableEnded) return;
  stream.write(`${JSON.stringify(value)}\n`);
  if (stream.writableLength > unsentBytes) stream.destroy(broken('the other side does not take its answers'));
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw broken('a line is no JSON');
  }
}

function broken(what: string): HpchaError {
  return new HpchaError({code: 'parse', where: 'look helper', what});
}
