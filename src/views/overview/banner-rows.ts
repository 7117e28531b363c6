// Banners over the matrix: what somebody did on purpose and may have forgotten. Maintenance, the lock, what drills left behind.

import type {Finding} from '../../model/finding.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {findingSentence} from '../kit/finding-rows.ts';
import type {Row} from '../kit/row.ts';
import {span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {widthOf} from '../kit/text-width.ts';

/** Codes of findings that are somebody's doing, in the order in which they are told. */
const onPurpose = ['DrillResidue', 'VipMaintenance', 'OperationLockHeld', 'RestartPending'] as const;

/** At most two lines; what does not fit is counted, and is among the findings anyway. */
export function bannerRows({judgement}: ConsoleState, style: Style, width: number): readonly Row[] {
  const found = onPurpose.flatMap((code) => (judgement?.findings ?? []).filter((finding) => finding.code === code));
  const [first, second, ...others] = found;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `  ${style.say('banner.more', {count: others.length})}`;
  if (second === undefined) return [bannerRow(first, '', style, width)];
  return [bannerRow(first, '', style, width), bannerRow(second, more, style, width)];
}

function bannerRow(finding: Finding, more: string, style: Style, width: number): Row {
  const tone = finding.level === 'info' ? 'accent' : 'operate';
  const sign = finding.level === 'info' ? style.glyphs.running : style.glyphs.level.warning;
  const text = `${sign} ${findingSentence(finding, style)}${more}`;
  return [span(` ${text}${' '.repeat(Math.max(0, width - widthOf(text) - 1))}`, tone)];
}
