// The facts of one service as a small table: a line a fact, a column a controller.

import stringWidth from 'string-width';
import type {ServiceVerdict} from '../model/verdict.ts';
import type {Paint} from './paint.ts';

type Fact = string | number | boolean | null;

/** Nothing for a service that has no facts anywhere. */
export function factLines(service: string, verdict: ServiceVerdict, paint: Paint): readonly string[] {
  const hosts = Object.keys(verdict.controllers);
  const names = [...new Set(hosts.flatMap((host) => Object.keys(verdict.controllers[host]?.facts ?? {})))];
  const shared = Object.entries(verdict.facts);
  if (names.length === 0 && shared.length === 0) return [];
  const rows = names.map((name) => [
    name,
    ...hosts.map((host) => textOf(verdict.controllers[host]?.facts[name] ?? null)),
  ]);
  const table = [['', ...hosts], ...rows];
  const widths =
    table[0]?.map((_each, column) => Math.max(...table.map((row) => stringWidth(row[column] ?? '')))) ?? [];
  return [
    '',
    `${paint.bold(service)}  ${shared.map(([name, value]) => `${name} ${textOf(value)}`).join(' · ')}`.trimEnd(),
    ...(rows.length === 0 ? [] : table.map((row) => lineOf(row, widths))),
  ];
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((text, column) => text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(text))));
  return `  ${cells.join('  ')}`.trimEnd();
}

/** What is not known is a dash, never an empty place. */
function textOf(value: Fact): string {
  if (value === null || value === '') return '–';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
