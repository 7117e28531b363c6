// Reads the end of a file that may not be there yet.

import {open} from 'node:fs/promises';

/** At most `bytes` bytes from the end; '' where there is no file or nothing in it. */
export async function readTail(path: string, bytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const {size} = await file.stat();
      const length = Math.min(size, bytes);
      const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}
