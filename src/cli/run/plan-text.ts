// A plan, a refusal and a preview as text: what will be done, in which order, and what may be lost.

import stringWidth from 'string-width';
import type {Finding} from '../../model/finding.ts';
import type {Language} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import type {EvidenceTable, Plan, Stage} from '../../model/plan.ts';
import type {RunCounts} from '../../model/run-event.ts';
import type {StepPreview} from '../../run/preview.ts';

/** One line a stage: where, and how many steps. */
export function planText(plan: Plan, language: Language): string {
  const lines = [
    ...tableLines(plan.evidence),
    `${plan.title} — ${plan.danger}`,
    ...plan.stages.map((stage) => stageText(plan, stage)),
    `what may be lost: ${plan.mayLose}`,
    ...plan.notes.map((note) => noteText(note, language)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Columns as wide as their widest cell. */
export function tableLines(table: EvidenceTable | undefined): readonly string[] {
  if (table === undefined) return [];
  const all = [table.head, ...table.rows];
  const widths = table.head.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))));
  const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - stringWidth(cell)));
  return all.map((row) => `  ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd());
}

export function refusalText(findings: readonly Finding[], language: Language, evidence?: EvidenceTable): string {
  const table = tableLines(evidence);
  const lines = findings.flatMap((finding) => [
    `✖ ${findingText(finding, language)}`,
    ...(finding.overridable === true ? [`    it may be overridden: --override ${finding.code}:${finding.where}`] : []),
  ]);
  return `${table.length === 0 ? '' : `${table.join('\n')}\n`}refused, nothing was changed:\n${lines.join('\n')}\n`;
}

/** Every step that would change something, with its diff, in the plan's order. */
export function previewText(plan: Plan, previews: readonly StepPreview[]): string {
  const lines: string[] = [];
  for (const stage of plan.stages) {
    const shown = previews.filter(({step, would}) => step.stage === stage.id && would !== 'nothing');
    if (shown.length === 0) continue;
    lines.push(`── ${phaseWord(stage)}${stage.title}${stage.mode === 'rolling' ? ' (one host at a time)' : ''}`);
    for (const preview of shown) lines.push(...previewLines(preview));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Counts of a dry run, phrased as those of a run: what would be changed, what is as it shall be, what would fail. */
export function previewCounts(previews: readonly StepPreview[]): RunCounts {
  const count = (would: StepPreview['would']): number => previews.filter((preview) => preview.would === would).length;
  return {
    changed: count('change') + count('later'),
    unchanged: count('nothing'),
    failed: count('fail'),
    unknown: 0,
    skipped: 0,
  };
}

function previewLines({step, would, diff, why}: StepPreview): readonly string[] {
  const mark = would === 'fail' ? '✖' : '~';
  const detail =
    would === 'later' ? `cannot be seen before the steps above are done (${why ?? ''})` : (why ?? diff ?? '');
  return [
    `   ${mark} ${step.on.padEnd(10)} ${step.title}`,
    ...detail
      .trimEnd()
      .split('\n')
      .map((line) => `       ${line}`),
  ];
}

function stageText(plan: Plan, stage: Stage): string {
  const steps = plan.steps.filter((step) => step.stage === stage.id);
  const hosts = [...new Set(steps.map((step) => step.on))].join(' ');
  const rolling = stage.mode === 'rolling' ? ', one host at a time' : '';
  return `  ${phaseWord(stage).padEnd(9)}${stage.title.padEnd(44)} ${hosts}${rolling} (${steps.length})`;
}

function phaseWord(stage: Stage): string {
  return stage.phase === undefined ? '' : `phase ${stage.phase}  `;
}

export function noteText(note: Finding, language: Language): string {
  return `${note.level === 'info' ? 'note' : note.level}: ${findingText(note, language)}`;
}
