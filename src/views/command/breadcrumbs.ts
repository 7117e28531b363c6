// Where one is: the path of pages from the cluster to the one on top, with its filter, and what waits to be acknowledged.

import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import type {Layer} from '../../state/layer.ts';
import {openAlerts} from '../../state/reduce-alerts.ts';
import type {Row} from '../kit/row.ts';
import {rowWidth, span} from '../kit/row.ts';
import type {Style} from '../kit/style.ts';

/** One line of exactly the width of the screen, in place of a plain rule. */
export function breadcrumbRow(state: ConsoleState, style: Style, width: number): Row {
  const {rule} = style.glyphs;
  const left: Row = [span(rule.repeat(2), 'dim'), ...pathSpans(state, style), ...filterSpans(state, style)];
  const alerts = openAlerts(state);
  const right: Row =
    alerts === 0
      ? []
      : [span(` ${style.glyphs.level.warning} ${style.say('alerts.open', {count: alerts})} `, 'warning')];
  const between = width - rowWidth(left) - rowWidth(right) - 1;
  if (between < 0) return [...left];
  return [...left, span(rule.repeat(between), 'dim'), ...right, span(rule, 'dim')];
}

function pathSpans(state: ConsoleState, style: Style): Row {
  const names = state.layers.slice(1).map((layer) => layerName(layer, style));
  // The overview alone needs no path: the header names the cluster.
  if (names.length === 0) return [];
  const path = [style.say('crumb.overview'), ...names];
  return [
    span(' '),
    ...path.flatMap((name, index): Row => {
      const last = index === path.length - 1;
      const next: Row = last ? [] : [span(` ${style.glyphs.cursor} `, 'dim')];
      return [span(name, last ? 'strong' : 'dim'), ...next];
    }),
    span(' '),
  ];
}

function filterSpans(state: ConsoleState, style: Style): Row {
  const {filter} = topLayer(state).cursor;
  if (filter === '' || state.prompt !== null) return [];
  return [span(` /${filter} `, 'accent'), span(`${style.say('prompt.filtered')} `, 'dim')];
}

export function layerName(layer: Layer, style: Style): string {
  switch (layer.kind) {
    case 'service':
      return style.say(`service.title.${layer.service}`);
    case 'controller':
      return layer.host;
    case 'run':
    case 'step':
      return style.say('run.title', {run: layer.runId});
    case 'reading':
      return `${layer.about.service} ${layer.about.host}`;
    case 'plan':
      return `${style.say('plan.title')} ${layer.request.action}`;
    case 'choose':
    case 'field':
      return layer.request.action;
    default:
      return style.say(`crumb.${layer.kind}`);
  }
}
