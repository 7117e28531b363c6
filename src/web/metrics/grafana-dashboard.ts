// The Grafana dashboard, made from the table of metrics: a metric that is added there is drawn here.

import type {Metric} from './metric-table.ts';
import {metrics} from './metric-table.ts';

/** Verdicts as colours and words; everything else is a line. */
const verdictMappings = [
  {
    type: 'value',
    options: {
      '0': {text: 'ok', color: 'green', index: 0},
      '1': {text: 'warning', color: 'yellow', index: 1},
      '2': {text: 'critical', color: 'red', index: 2},
      '3': {text: 'unknown', color: 'purple', index: 3},
    },
  },
];

const width = 12;
const height = 8;
const source = {type: 'prometheus', uid: 'hpcha'};

/** Model of Grafana 10 and later; provisioned as a file, with a data source whose uid is `hpcha`. */
export function grafanaDashboard(cluster: string): object {
  return {
    uid: 'hpcha-overview',
    title: `HPC cluster ${cluster}`,
    tags: ['hpcha'],
    editable: false,
    schemaVersion: 39,
    refresh: '15s',
    time: {from: 'now-6h', to: 'now'},
    timezone: 'browser',
    templating: {list: [controllerVariable]},
    panels: metrics.map(panelOf),
  };
}

const controllerVariable = {
  name: 'controller',
  label: 'controller',
  type: 'query',
  datasource: source,
  query: {query: 'label_values(hpcha_controller_reached, controller)', refId: 'controllers'},
  refresh: 2,
  includeAll: true,
  multi: true,
  current: {text: 'All', value: '$__all'},
};

function panelOf(metric: Metric, index: number): object {
  const isVerdict = metric.name.endsWith('_verdict');
  return {
    id: index + 1,
    title: metric.name.replace(/^hpcha_/, '').replaceAll('_', ' '),
    description: metric.help,
    type: isVerdict ? 'state-timeline' : 'timeseries',
    datasource: source,
    gridPos: {x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height},
    fieldConfig: {
      defaults: {unit: unitOf(metric), min: 0, ...(isVerdict ? {mappings: verdictMappings, max: 3} : {})},
      overrides: [],
    },
    targets: [{refId: 'A', datasource: source, expr: expressionOf(metric), legendFormat: legendOf(metric)}],
  };
}

function expressionOf({name, type, labels}: Metric): string {
  const selector = labels.includes('controller') ? `${name}{controller=~"$controller|cluster"}` : name;
  return type === 'counter' ? `rate(${selector}[5m])` : selector;
}

function legendOf({labels}: Metric): string {
  return labels.length === 0 ? ' ' : labels.map((label) => `{{${label}}}`).join(' ');
}

function unitOf({name}: Metric): string {
  if (name.endsWith('_bytes')) return 'bytes';
  return name.endsWith('_seconds') ? 's' : 'short';
}
