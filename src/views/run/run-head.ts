// The upper part of the run page: state, progress, each controller's present step, failures and what is true now.

import {formatDuration} from '../../model/quantity.ts';
import type {HostName} from '../../model/service.ts';
import type {RunView, StepView} from '../../state/run-view.ts';
import {countSteps, isGoingOn} from '../../state/run-view.ts';
import type {Row, Size} from '../kit/row.ts';
import {cell, rowWidth, span, spread} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';
import {wrap} from '../kit/text-width.ts';
import {runSign, runTone} from './run-words.ts';

export function runHead(run: RunView, style: Style, size: Size): readonly Row[] {
  const state = run.finished?.result ?? (run.fault === null ? 'running' : 'orphaned');
  const title: Row = [
    span(` ${style.say('run.title', {run: run.runId})}  `, 'dim'),
    span(style.words(run.plan?.title ?? ''), 'strong'),
  ];
  const right: Row = [
    span(`${runSign(state, style)} ${style.say(`run.state.${state}`)}`, runTone(state)),
    span(`  ${elapsed(run)} `),
  ];
  const {width} = size;
  const most = Math.max(4, Math.floor(size.height / 2));
  const rows = [
    spread(title, right, width, style),
    [span(` ${byLine(run, style)}`, 'dim')] satisfies Row,
    progressRow(run, style, width),
    ...failureRows(run, style, width),
    ...accountRows(run.fault ?? run.finished?.account ?? '', run.fault !== null, style, width),
    ...(isGoingOn(run) ? hostRows(run, style, width) : []),
  ];
  return rows.slice(0, most);
}

function elapsed(run: RunView): string {
  if (run.finished !== null) return formatDuration(run.finished.tookMs);
  if (run.startedAt === null || run.latestAt === null) return '';
  // Whole seconds: a run that waits draws at most once a second.
  return formatDuration(Math.floor((run.latestAt - run.startedAt) / 1000) * 1000);
}

function byLine(run: RunView, style: Style): string {
  return [
    style.say('run.by', {actor: run.actor}),
    ...(run.reason === null ? [] : [style.say('run.reason', {reason: run.reason})]),
    ...(run.lockOn.length === 0 ? [] : [style.say('run.lock', {hosts: run.lockOn.join(' ')})]),
    ...(run.cancelRequestedBy === null ? [] : [style.say('run.cancel-requested', {by: run.cancelRequestedBy})]),
  ].join(` ${style.glyphs.dot} `);
}

function progressRow(run: RunView, style: Style, width: number): Row {
  const counts = countSteps(run);
  const done = counts.changed + counts.unchanged + counts.failed + counts.unknown + counts.skipped;
  const barWidth = width >= 100 ? 30 : 12;
  const filled = counts.total === 0 ? 0 : Math.floor((done / counts.total) * barWidth);
  const bar = style.glyphs.full.repeat(filled) + style.glyphs.empty.repeat(barWidth - filled);
  const {changed, unchanged, failed} = counts;
  const more: Row = [
    ...(counts.unknown > 0 ? [span(`, ${style.say('run.counts-unknown', {count: counts.unknown})}`, 'unknown')] : []),
    ...(counts.skipped > 0 ? [span(`, ${style.say('run.counts-skipped', {count: counts.skipped})}`, 'dim')] : []),
  ];
  return [
    span(` ${bar}  `, failed > 0 ? 'critical' : 'accent'),
    span(`${style.say('run.of', {done, total: counts.total})}  `),
    span(style.say('run.counts', {changed, unchanged, failed}), failed > 0 ? 'critical' : 'plain'),
    ...more,
  ];
}

function failureRows(run: RunView, style: Style, width: number): readonly Row[] {
  const bad = stepsIn(run, (view) => view.state === 'failed' || view.state === 'unknown');
  return bad.slice(0, 4).flatMap(({on, title, view}): readonly Row[] => {
    const level = view.state === 'failed' ? 'critical' : 'unknown';
    const head: Row = [span(` ${style.glyphs.level[level]} ${on}: ${style.words(title)}`, level)];
    const saw = wrap(view.saw.split('\n')[0] ?? '', width - 6).slice(0, 2);
    return [head, ...saw.filter((line) => line !== '').map((line): Row => [span(`     ${line}`)])];
  });
}

function accountRows(account: string, bad: boolean, style: Style, width: number): readonly Row[] {
  if (account === '') return [];
  const lines = account.split('\n').flatMap((line) => wrap(style.words(line), width - 4));
  return [
    [span(`   ${style.say('run.account')}`, 'strong')],
    ...lines.map((line): Row => [span(`   ${line}`, bad ? 'critical' : 'plain')]),
  ];
}

/** A line a controller: the step it is in and what that waits for. */
function hostRows(run: RunView, style: Style, width: number): readonly Row[] {
  const hosts = [...new Set(run.plan?.steps.map((step) => step.on) ?? [])];
  const widest = Math.min(16, Math.max(6, ...hosts.map((host) => host.length)));
  const begun = Object.keys(run.stages).length > 0;
  if (!begun) return [[span(`   ${style.say('run.locking')}`, 'dim')]];
  return hosts.flatMap((host): readonly Row[] => {
    const now = stepsIn(run, (view) => view.state === 'running').find((step) => step.on === host);
    const head = [span('   '), cell(host, widest + 1, style)];
    if (now === undefined) {
      const left = stepsIn(run, (view) => view.state === 'waiting').some((step) => step.on === host);
      return [[...head, span(style.say(left ? 'run.idle' : 'run.done-here'), 'dim')]];
    }
    const doing: Row = [...head, span(`${style.glyphs.running} ${style.words(now.title)}`, 'accent')];
    if (now.view.line === '') return [doing];
    const line = style.words(now.view.line);
    const whole: Row = [...doing, span(`  ${line}`, 'dim')];
    // What a step waits for, and until when, is what an operator wants to read: it gets a line of its own if it must.
    if (rowWidth(whole) <= width) return [whole];
    return [doing, [span(' '.repeat(widest + 6)), span(line, 'dim')]];
  });
}

type Located = {readonly on: HostName; readonly title: string; readonly view: StepView};

function stepsIn(run: RunView, wanted: (view: StepView) => boolean): readonly Located[] {
  return (run.plan?.steps ?? []).flatMap((step): readonly Located[] => {
    const view = run.steps[step.id];
    return view !== undefined && wanted(view) ? [{on: step.on, title: step.title, view}] : [];
  });
}
