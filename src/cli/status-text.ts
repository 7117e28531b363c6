// `status` as text: the verdict first, then services × controllers, then the findings, worst first, each with its remedy.

import stringWidth from 'string-width';
import type {Finding} from '../model/finding.ts';
import type {Language} from '../model/message.ts';
import {findingText} from '../model/messages.ts';
import {services as allServices, type ServiceId} from '../model/service.ts';
import {uiText} from '../model/ui-text.ts';
import type {Judgement, ServiceVerdict} from '../model/verdict.ts';
import {glyphs, type Paint} from './paint.ts';
import {factLines} from './status-facts.ts';
import {statusWords} from './status-words.ts';

export type StatusTextOptions = {
  readonly language: Language;
  readonly paint: Paint;
  /** Also each controller's facts, and evidence under the findings. */
  readonly all: boolean;
  readonly only?: ServiceId;
};

export function statusText(judgement: Judgement, options: StatusTextOptions): string {
  const shown = allServices.filter((id) => options.only === undefined || options.only === id);
  const lines = [
    ...headLines(judgement, options),
    '',
    ...tableLines(judgement, shown, options),
    ...(options.all ? shown.flatMap((id) => factLines(id, judgement.services[id], options.paint)) : []),
    ...findingLines(judgement, options),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines(judgement: Judgement, {language, paint, only}: StatusTextOptions): readonly string[] {
  const words = statusWords[language];
  const verdict = paint.level(judgement.level, `${glyphs[judgement.level]} ${words.level[judgement.level]}`);
  const time = new Date(judgement.at).toISOString().replace('T', ' ').slice(0, 19);
  return [
    `${paint.bold(judgement.cluster)}  ${verdict} · ${isBare(judgement) ? words.bare : words.mayLose(judgement.tolerance)}`,
    ...(only === undefined || only === 'keepalived'
      ? [`${addressText(judgement, language)} · ${time} UTC`]
      : [`${time} UTC`]),
  ];
}

/** As in the console's header: that nobody holds it is said only where everybody was seen. */
function addressText({vip, services}: Judgement, language: Language): string {
  const {level} = services.keepalived;
  if (vip.owners.length > 0)
    return uiText(language, 'header.vip-on', {vip: vip.address, owners: vip.owners.join(' + ')});
  if (level === 'none') return uiText(language, 'header.vip-unused', {vip: vip.address});
  return uiText(language, level === 'unknown' ? 'header.vip-unknown' : 'header.vip-nowhere', {vip: vip.address});
}

/** Every service was asked or is off, and none is there: then a tolerance has no meaning. */
function isBare(judgement: Judgement): boolean {
  return allServices.every((id) => id === 'host' || judgement.services[id].level === 'none');
}

type Text = {readonly plain: string; readonly painted: string};

function tableLines(judgement: Judgement, shown: readonly ServiceId[], options: StatusTextOptions): readonly string[] {
  const {paint, language} = options;
  const words = statusWords[language];
  const hosts = Object.keys(judgement.controllers);
  const head = ['', ...hosts, words.tolerance, ''].map((text): Text => ({plain: text, painted: paint.dim(text)}));
  const rows = shown.map((id) => rowOf(id, judgement.services[id], hosts, options));
  const widths = head.map((_each, column) =>
    Math.max(...[head, ...rows].map((row) => stringWidth(row[column]?.plain ?? ''))),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function rowOf(
  id: ServiceId,
  verdict: ServiceVerdict,
  hosts: readonly string[],
  {paint, language}: StatusTextOptions,
): readonly Text[] {
  const cells = hosts.map((host): Text => {
    const cell = verdict.controllers[host];
    const level = cell?.level ?? 'none';
    const word = cell?.word[language] ?? '';
    return {plain: `${glyphs[level]} ${word}`, painted: `${paint.level(level, glyphs[level])} ${word}`};
  });
  const tolerance = verdict.tolerance === null ? '–' : String(verdict.tolerance);
  return [
    {plain: id, painted: id},
    ...cells,
    {plain: tolerance, painted: tolerance},
    {plain: verdict.line[language], painted: paint.level(verdict.level, verdict.line[language])},
  ];
}

function padded(text: Text, width: number): string {
  return text.painted + ' '.repeat(Math.max(0, width - stringWidth(text.plain)));
}

function findingLines(judgement: Judgement, options: StatusTextOptions): readonly string[] {
  const {findings} = judgement;
  if (findings.length === 0) return [];
  return ['', ...findings.flatMap((finding) => findingBlock(finding, options))];
}

function findingBlock(finding: Finding, {paint, language, all}: StatusTextOptions): readonly string[] {
  const words = statusWords[language];
  const level = `${glyphs[finding.level]} ${words.level[finding.level]}`;
  const head = `${paint.level(finding.level, level)}  ${finding.where}  ${findingText(finding, language)}  ${paint.dim(finding.code)}`;
  const remedy = finding.remedy === undefined ? [] : [`    ${words.remedy}: ${remedyCommand(finding.remedy)}`];
  const proof =
    !all || finding.evidence === undefined ? [] : [finding.evidence.command, ...finding.evidence.raw.split('\n')];
  return [head, ...remedy, ...proof.map((line) => paint.dim(`    | ${line}`))];
}

/** A remedy is an action's id, a command of ours with its words, or a command of the system's as it stands. */
export function remedyCommand(remedy: string): string {
  return remedy.includes(' ') && !/^(drill|maintenance|runs) /.test(remedy) ? remedy : `hpcha-tui ${remedy}`;
}
