// Keeps a terminal that does not read (Ctrl-S, a frozen ssh) from stopping the whole program (terminal-ui §4.4).

/**
 * Node writes to a terminal synchronously; this makes it queue instead. The handle is private, so every step is guarded:
 * without it only this protection is lost. Returns whether the terminal has yet to take what was written.
 */
export function unblockTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): () => boolean {
  // stderr is the same terminal: one last escape sequence on it would hang a console that is told to leave.
  for (const stream of [stdout, stderr]) setNonBlocking(Reflect.get(stream, '_handle'));
  return () => stdout.writableNeedDrain;
}

function setNonBlocking(handle: unknown): void {
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') handle.setBlocking(false);
}
