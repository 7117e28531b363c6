// Turns an emulated terminal screen into an SVG picture: text stays text, so it is sharp, small and can be searched.

import type {IBuffer, IBufferCell} from '@xterm/headless';
import stringWidth from 'string-width';

const cellWidth = 8.4;
const lineHeight = 18;
const margin = 14;
const background = '#14181d';
const foreground = '#d5dae0';
/** The sixteen colours of a terminal; the console uses no others. */
const palette = [
  ...['#3b4048', '#e5646e', '#79c077', '#e0b14b', '#6aa7e8', '#c07fd6', '#52b9bf', '#c8ccd2'],
  ...['#5c6370', '#ff7b85', '#98d895', '#ffcf69', '#8ac0ff', '#d89aee', '#6fd6dc', '#ffffff'],
];

type Look = {readonly colour: string; readonly bold: boolean; readonly dim: boolean};
type Run = Look & {readonly column: number; readonly text: string; readonly cells: number};

/** The first `rows` lines of the buffer as one SVG document. `title` is read out by screen readers. */
export function gridSvg(buffer: IBuffer, columns: number, rows: number, title: string): string {
  const lines = Array.from({length: rows}, (_, row) => runsOf(buffer, row, columns));
  const width = Math.round(columns * cellWidth + 2 * margin);
  const height = rows * lineHeight + 2 * margin;
  const texts = lines.flatMap((runs, row) => runs.map((run) => textOf(run, margin + (row + 0.75) * lineHeight)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    `<g font-family="'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace" font-size="14" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Neighbouring cells that look the same become one text. */
function runsOf(buffer: IBuffer, row: number, columns: number): readonly Run[] {
  const line = buffer.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = lookOf(cell);
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    if (last !== undefined && sameLook(last, look)) {
      runs[runs.length - 1] = {...last, text: last.text + text, cells: last.cells + cell.getWidth()};
    } else runs.push({...look, column, text, cells: cell.getWidth()});
  }
  return runs.flatMap(withoutGaps);
}

/** Wide gaps are places, not text: a renderer that squeezes spaces must not move what follows them. */
function withoutGaps(run: Run): readonly Run[] {
  return [...run.text.matchAll(/\S+(?: \S+)*/g)].map((piece) => {
    const before = run.text.slice(0, piece.index);
    return {...run, column: run.column + stringWidth(before), text: piece[0], cells: stringWidth(piece[0])};
  });
}

function lookOf(cell: IBufferCell): Look {
  const colour = cell.isFgPalette() ? (palette[cell.getFgColor()] ?? foreground) : foreground;
  return {colour, bold: cell.isBold() !== 0, dim: cell.isDim() !== 0};
}

function sameLook(a: Look, b: Look): boolean {
  return a.colour === b.colour && a.bold === b.bold && a.dim === b.dim;
}

/** `textLength` keeps columns in line whatever font the reader's machine has. */
function textOf(run: Run, y: number): string {
  const x = (margin + run.column * cellWidth).toFixed(1);
  const length = (run.cells * cellWidth).toFixed(1);
  const weight = run.bold ? ' font-weight="bold"' : '';
  const opacity = run.dim ? ' opacity="0.6"' : '';
  return `<text x="${x}" y="${y.toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${run.colour}"${weight}${opacity}>${escapeXml(run.text)}</text>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
