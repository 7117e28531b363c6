// The page of all metrics, made from their table: docs/metrics.md.

import {metrics} from './metric-table.ts';
import {leftOutName, mostSeries, upName} from './write-metrics.ts';

export const metricsPage = 'docs/metrics.md';

export function metricDocs(): string {
  const rows = metrics.map(
    ({name, type, labels, help}) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(' ')} | ${help} |`,
  );
  return `# Metrics

Made from the table of metrics by \`node scripts/metrics-page.ts\`; do not edit it by hand.

| name | type | labels | what it says |
|---|---|---|---|
| \`${upName}\` | gauge |  | 1: this controller knows the cluster; 0: its live service does not answer, and nothing else is told. |
${rows.join('\n')}
| \`${leftOutName}\` | gauge |  | Series that were left out because a metric had more than ${mostSeries}. |
`;
}
