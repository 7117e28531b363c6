// Reads the end of a job's output, or what came since the last look, as the account and inside of the user's roots.

import {cleanText} from '../../../../transport/clean-text.ts';
import {WebRefusal} from '../../../app/web-refusal.ts';
import {parsePath} from '../../../files/path-rules.ts';
import {openFile} from '../files/read-file.ts';
import {errnoOf} from '../files/storage-failure.ts';
import type {Place} from '../files/walk.ts';
import type {AsRequestOf} from '../protocol.ts';
import {askJob} from './ask-jobs.ts';
import type {SlurmRun} from './run-slurm.ts';

export type OutputTail = {
  readonly path: string;
  /** Without control characters and escape sequences; newlines and tabs stay. */
  readonly text: string;
  /** First byte of `text` in the file, and the byte after its last: ask `from` there to go on. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly state: string;
};

/** Throws `output-missing` where there is no such file (yet), `path-outside` where it lies outside of the user's roots. */
export async function tailOutput(run: SlurmRun, place: Place, asked: AsRequestOf<'tail'>): Promise<OutputTail> {
  const job = await askJob(run, asked.id);
  if (job.user !== run.account.name) throw new WebRefusal('job-foreign', {id: asked.id});
  const path = asked.stream === 'stdout' ? job.stdout : job.stderr;
  if (path === null) throw new WebRefusal('output-missing', {id: asked.id});
  const handle = await openFile(place, parsePath(path)).catch((thrown: unknown) => {
    if (errnoOf(thrown) === 'ENOENT') throw new WebRefusal('output-missing', {id: asked.id}, {cause: thrown});
    throw thrown;
  });
  try {
    const {size} = await handle.stat();
    // A file that became shorter was written anew.
    const from = asked.from === null || asked.from > size ? Math.max(0, size - asked.bytes) : asked.from;
    const wanted = Math.min(asked.bytes, size - from);
    const {bytesRead, buffer} = await handle.read(Buffer.alloc(wanted), 0, wanted, from);
    const whole = wholeCharacters(buffer.subarray(0, bytesRead), from + bytesRead < size || job.phase !== 'ended');
    const text = cleanText(whole.toString('utf8'));
    return {path, text, from, to: from + whole.length, size, state: job.state};
  } finally {
    await handle.close();
  }
}

/** Leaves a character that is not complete yet for the next look. */
function wholeCharacters(bytes: Buffer, more: boolean): Buffer {
  if (!more) return bytes;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
