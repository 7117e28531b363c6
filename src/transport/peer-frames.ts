// The frames between a helper and the helper of another controller: many commands and streams on one connection.

/**
 * `hello` opens the conversation (JSON), `ready` lets it begin. `exec` (JSON), `stdin`, `end`, `kill` and `exit` (JSON) belong to a
 * command; `open` (JSON), `ready`, `stdin`, `end`, `stdout` and `closed` to a stream. `fail` (JSON) ends whatever has its id.
 */
export const peerFrameKinds = [
  'hello',
  'ready',
  'exec',
  'open',
  'stdin',
  'end',
  'kill',
  'stdout',
  'stderr',
  'exit',
  'closed',
  'fail',
] as const;

export type PeerFrameKind = (typeof peerFrameKinds)[number];
export type PeerFrame = {readonly id: number; readonly kind: PeerFrameKind; readonly bytes: Buffer};

/** A file that is written travels in one frame. */
export const longestPeerFrame = 32 * 1024 * 1024;
const headerBytes = 9;

export function peerFrame(id: number, kind: PeerFrameKind, bytes: Buffer | object = Buffer.alloc(0)): Buffer {
  const body = Buffer.isBuffer(bytes) ? bytes : Buffer.from(JSON.stringify(bytes));
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(id, 0);
  header.writeUInt8(peerFrameKinds.indexOf(kind), 4);
  header.writeUInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

export class PeerFrameReader {
  #parts: Buffer[] = [];
  #length = 0;

  /** Throws RangeError for what is no frame: nothing after it can be believed. */
  read(chunk: Buffer): readonly PeerFrame[] {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    const frames: PeerFrame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): PeerFrame | undefined {
    if (this.#length < headerBytes) return undefined;
    const rest = this.#parts.length === 1 ? (this.#parts[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#parts);
    this.#parts = [rest];
    const kind = peerFrameKinds[rest.readUInt8(4)];
    const length = rest.readUInt32BE(5);
    if (kind === undefined || length > longestPeerFrame) throw new RangeError('this is no frame of a helper');
    if (rest.length < headerBytes + length) return undefined;
    const bytes = rest.subarray(headerBytes, headerBytes + length);
    const left = rest.subarray(headerBytes + length);
    this.#parts = left.length === 0 ? [] : [left];
    this.#length = left.length;
    return {id: rest.readUInt32BE(0), kind, bytes};
  }
}

/** JSON of a frame; undefined where it is none. */
export function peerJson(frame: PeerFrame): unknown {
  try {
    return JSON.parse(frame.bytes.toString('utf8'));
  } catch {
    // Not JSON: whoever asked takes it for no frame.
    return undefined;
  }
}
