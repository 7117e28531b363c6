// Reads what the program on a host sends back: one stream of frames for all looks that are under way.

export type AgentFrame =
  | {readonly kind: 'stdout' | 'stderr'; readonly id: number; readonly bytes: Buffer}
  | {readonly kind: 'exit'; readonly id: number; readonly code: number}
  | {readonly kind: 'deadline'; readonly id: number};

/** Cuts the stream into frames, whatever the pieces it arrives in. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #broken = false;

  /** Something that is no frame arrived (a login script's greeting, another program): nothing after it is believed. */
  get broken(): boolean {
    return this.#broken;
  }

  read(chunk: Buffer): readonly AgentFrame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: AgentFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): AgentFrame | undefined {
    const end = this.#rest.indexOf(10);
    if (this.#broken || (end < 0 && this.#rest.length < 64)) return undefined;
    const header = /^(\d{1,12}) ([oext]) (\d{1,8})$/.exec(end < 0 ? '' : this.#rest.toString('latin1', 0, end));
    if (header === null) {
      this.#broken = true;
      return undefined;
    }
    const [, id = '', letter = '', number = ''] = header;
    if (letter === 'x' || letter === 't') {
      this.#rest = this.#rest.subarray(end + 1);
      return letter === 'x' ? {kind: 'exit', id: Number(id), code: Number(number)} : {kind: 'deadline', id: Number(id)};
    }
    const until = end + 1 + Number(number);
    if (this.#rest.length < until) return undefined;
    const bytes = this.#rest.subarray(end + 1, until);
    this.#rest = this.#rest.subarray(until);
    return {kind: letter === 'o' ? 'stdout' : 'stderr', id: Number(id), bytes};
  }
}
