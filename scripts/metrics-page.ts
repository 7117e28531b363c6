// Writes docs/metrics.md and the Grafana dashboard from the table of metrics.

import {mkdirSync, writeFileSync} from 'node:fs';
import {grafanaDashboard} from '../src/web/metrics/grafana-dashboard.ts';
import {metricDocs, metricsPage} from '../src/web/metrics/metrics-page.ts';

const root = new URL('..', import.meta.url);
writeFileSync(new URL(metricsPage, root), metricDocs());
mkdirSync(new URL('templates/web/', root), {recursive: true});
// Grafana's own language has {{…}} alone; eta's tags do not occur in it.
writeFileSync(
  new URL('templates/web/grafana-dashboard.json.eta', root),
  `${JSON.stringify(grafanaDashboard('<%= it.cluster %>'), null, 1)}\n`,
);
