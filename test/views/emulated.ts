// What a terminal of that size shows of a frame: a line that is too long or one too many would push the others away.

import xterm from '@xterm/headless';

export async function emulate(raw: string, columns: number, rows: number): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
  await new Promise<void>((resolve) => terminal.write(raw.replaceAll('\n', '\r\n'), resolve));
  const grid = Array.from(
    {length: rows},
    (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
  );
  terminal.dispose();
  return grid;
}
