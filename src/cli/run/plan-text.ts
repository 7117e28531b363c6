// A plan, a refusal and a preview as text: what will be done, in which order, and what may be lost.

import stringWidth from 'string-width';
import type {Finding} from '../../model/finding.ts';
import type {Language} from '../../model/message.ts';
import {findingText} from '../../model/messages.ts';
import type {EvidenceTable, Plan, Stage} from '../../model/plan.ts';
import {planWords} from '../../model/plan-words.ts';
import type {RunCounts} from '../../model/run-event.ts';
import type {StepPreview} from '../../run/preview.ts';
import {runWords} from './run-words.ts';

/** One line a stage: where, and how many steps. */
export function planText(plan: Plan, language: Language): string {
  const lines = [
    ...evidenceLines(plan.evidence, language),
    `${planWords(plan.title, language)} — ${runWords[language].danger[plan.danger]}`,
    ...plan.stages.map((stage) => stageText(plan, stage, language)),
    lossText(plan, language),
    ...plan.notes.map((note) => noteText(note, language)),
  ];
  return `${lines.join('\n')}\n`;
}

export function lossText({mayLose}: Plan, language: Language): string {
  return `${runWords[language].mayLose}: ${planWords(mayLose, language)}`;
}

/** What was seen, with heads and judgements in that language. */
export function evidenceLines(table: EvidenceTable | undefined, language: Language): readonly string[] {
  if (table === undefined) return [];
  const said = (cells: readonly string[]): readonly string[] => cells.map((cell) => planWords(cell, language));
  return tableLines({head: said(table.head), rows: table.rows.map(said)});
}

/** Columns as wide as their widest cell. */
export function tableLines(table: EvidenceTable): readonly string[] {
  const all = [table.head, ...table.rows];
  const widths = table.head.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))));
  return all.map((row) => `  ${row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** Filled with spaces to that many columns of a terminal; Hangul takes two each. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

export function refusalText(findings: readonly Finding[], language: Language, evidence?: EvidenceTable): string {
  const table = evidenceLines(evidence, language);
  const words = runWords[language];
  const lines = findings.flatMap((finding, at) => [
    `✖ ${findingText(finding, language)}`,
    ...(tellsOverride(findings, at, language)
      ? [`    ${words.override} --override ${finding.code}:${finding.where}`]
      : []),
  ]);
  return `${table.length === 0 ? '' : `${table.join('\n')}\n`}${words.refused}\n${lines.join('\n')}\n`;
}

/**
 * How to override is said once: most sentences say it themselves, with what it costs, and one override counts for every finding
 * of its code and place (two earlier runs that ended badly).
 */
function tellsOverride(findings: readonly Finding[], at: number, language: Language): boolean {
  const finding = findings[at];
  if (finding?.overridable !== true) return false;
  const {code, where} = finding;
  if (findingText(finding, language).includes(`--override ${code}`)) return false;
  return findings.findIndex((each) => each.code === code && each.where === where && each.overridable === true) === at;
}

/** Every step that would change something, with its diff, in the plan's order. */
export function previewText(plan: Plan, previews: readonly StepPreview[], language: Language): string {
  const lines: string[] = [];
  for (const stage of plan.stages) {
    const shown = previews.filter(({step, would}) => step.stage === stage.id && would !== 'nothing');
    if (shown.length === 0) continue;
    const rolling = stage.mode === 'rolling' ? ` (${runWords[language].rolling})` : '';
    lines.push(`── ${phaseWord(stage, language)}${planWords(stage.title, language)}${rolling}`);
    for (const preview of shown) lines.push(...previewLines(preview, language));
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

function previewLines({step, would, diff, why}: StepPreview, language: Language): readonly string[] {
  const mark = would === 'fail' ? '✖' : '~';
  const detail = would === 'later' ? runWords[language].seenLater(why ?? '') : (why ?? diff ?? '');
  return [
    `   ${mark} ${step.on.padEnd(10)} ${planWords(step.title, language)}`,
    ...detail
      .trimEnd()
      .split('\n')
      .map((line) => `       ${line}`),
  ];
}

function stageText(plan: Plan, stage: Stage, language: Language): string {
  const steps = plan.steps.filter((step) => step.stage === stage.id);
  const hosts = [...new Set(steps.map((step) => step.on))].join(' ');
  const rolling = stage.mode === 'rolling' ? `, ${runWords[language].rolling}` : '';
  const title = padTo(planWords(stage.title, language), 44);
  return `  ${padTo(phaseWord(stage, language), 9)}${title} ${hosts}${rolling} (${steps.length})`;
}

function phaseWord(stage: Stage, language: Language): string {
  return stage.phase === undefined ? '' : `${runWords[language].phase(stage.phase)}  `;
}

export function noteText(note: Finding, language: Language): string {
  return `${runWords[language].level[note.level]}: ${findingText(note, language)}`;
}
