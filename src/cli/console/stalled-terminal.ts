// Keeps a terminal that does not read (Ctrl-S, a frozen ssh) from stopping the whole program (terminal-ui §4.4).

/** Node writes to a terminal synchronously. The handle is private, so every step is guarded; without it only this guard is lost. */
export function unblockTerminal(stdout: NodeJS.WriteStream): () => boolean {
  const handle: unknown = Reflect.get(stdout, '_handle');
  if (typeof handle === 'object' && handle !== null && 'setBlocking' in handle) {
    const {setBlocking} = handle;
    if (typeof setBlocking === 'function') setBlocking.call(handle, false);
  }
  return () => stdout.writableNeedDrain;
}
