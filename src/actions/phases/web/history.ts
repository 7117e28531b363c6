// Prometheus on a controller: keeps the history of what its own metrics service says, for that service alone.

import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {webServices} from '../../../model/web/services.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {directory, fileStep} from './ground.ts';
import {folder, prometheus, system} from './places.ts';

const mark = 'hpcha-prometheus';

export function historySteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  if (!config.web.metrics.prometheus) return [];
  const metrics = webServices.find(({name}) => name === 'metrics');
  const {retention_days, retention_gb} = config.web.metrics;
  const data = {
    cluster: config.cluster.name,
    host: on,
    target: `127.0.0.1:${metrics?.port ?? 0}`,
    path: `${metrics?.path ?? ''}/metrics`,
    config: `${folder}/prometheus`,
    ...prometheus,
    days: retention_days,
    gigabytes: retention_gb,
  };
  const unit = prometheus.unit;
  return [
    directory(stage, on, `${folder}/prometheus`, '0755'),
    directory(stage, on, prometheus.data, '0750', 'prometheus'),
    fileStep(stage, on, `${folder}/prometheus/prometheus.yml`, render('web/prometheus.yml', data), '0644', [mark]),
    fileStep(stage, on, `${folder}/prometheus/rules.yml`, render('web/prometheus-rules.yml', data), '0644', [mark]),
    fileStep(stage, on, `${system}/${unit}`, render('web/prometheus.service', data), '0644', [mark]),
    step({
      stage,
      on,
      title: 'start Prometheus',
      operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
      after: [check('unit-active', {unit})],
    }),
    step({
      stage,
      on,
      title: 'restart Prometheus if it has changed',
      operation: {kind: 'restart', unit, mark, how: 'restart'},
      after: [check('unit-active', {unit})],
    }),
  ];
}
