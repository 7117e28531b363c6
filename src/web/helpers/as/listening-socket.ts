// Whether somebody listens at a unix socket, without connecting: a connection to a helper's socket starts a whole helper.

import {readFile} from 'node:fs/promises';

/** `SO_ACCEPTCON` of the kernel (include/uapi/linux/net.h), in the column Flags of /proc/net/unix. */
const listening = 0x1_0000;
const pathColumn = 7;

/** The kernel's own table of sockets, of this network namespace; rejects where it cannot be read. */
export async function listensAt(socketPath: string): Promise<boolean> {
  return isListening(await readFile('/proc/self/net/unix', 'utf8'), socketPath);
}

export function isListening(table: string, socketPath: string): boolean {
  return table.split('\n').some((line) => {
    const columns = line.trim().split(/\s+/);
    const flags = Number.parseInt(columns[3] ?? '', 16);
    return (flags & listening) !== 0 && columns.slice(pathColumn).join(' ') === socketPath;
  });
}
