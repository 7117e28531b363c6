// Grafana on a controller whose package sources offer it: draws what its Prometheus keeps, on the dashboard that the table of metrics makes.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Finding} from '../../../model/finding.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {surveyOf} from '../../platform.ts';
import {render, text} from '../../render.ts';
import {check, step} from '../../step.ts';
import {directory, fileStep} from './ground.ts';
import {folder, grafana, prometheus, scripts, secrets, system} from './places.ts';
import {siteNames} from './settings.ts';

const mark = 'hpcha-grafana';
const password = `${secrets}/grafana_password`;
const script = `${scripts}/grafana-password`;

/** Not one that somebody else has made: its address and its password would change under those who use it. */
export function deploysGrafana(snapshot: Snapshot, config: ClusterConfig, on: HostName): boolean {
  const standing = surveyOf(snapshot, on)?.grafana ?? null;
  return config.web.grafana_password !== undefined && (standing === 'ours' || standing === 'offered');
}

/** Info, one a controller: a password for Grafana was given, and there is no Grafana of ours. */
export function grafanaNotes(snapshot: Snapshot, config: ClusterConfig): readonly Finding[] {
  if (config.web.grafana_password === undefined) return [];
  const codes = {
    foreign: 'GrafanaForeign',
    'not-offered': 'GrafanaNotOffered',
    unread: 'GrafanaSourcesUnread',
  } as const;
  return controllersOf(config, 'web').flatMap(({hostname: where}): readonly Finding[] => {
    const standing = surveyOf(snapshot, where)?.grafana ?? null;
    if (standing === null || standing === 'ours' || standing === 'offered') return [];
    return [{code: codes[standing], level: 'info', where, service: 'web', params: {}}];
  });
}

export function grafanaSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const {files, unit, group, provisioning} = grafana;
  const data = {
    ...grafana,
    ...{cluster: config.cluster.name, source: `http://${prometheus.address}`, password},
    root: `https://${siteNames(config)[0] ?? config.network.vip}${grafana.path}/`,
  };
  const write = (path: string, template: string, mode = '0644') =>
    fileStep(stage, on, path, render(template, data), mode, [mark]);
  return [
    directory(stage, on, folder, '0755'),
    directory(stage, on, files, '0755'),
    fileStep(stage, on, password, text`${{secret: 'web.grafana_password'}}`, '0600', [mark]),
    write(`${files}/hpcha-overview.json`, 'web/grafana-dashboard.json'),
    write(`${provisioning}/datasources/hpcha.yaml`, 'web/grafana-datasource.yml'),
    write(`${provisioning}/dashboards/hpcha.yaml`, 'web/grafana-dashboards.yml'),
    write(`${system}/${unit}.d/hpcha.conf`, 'web/grafana-unit.conf'),
    fileStep(stage, on, script, render('web/grafana-password.sh', {...data, group}), '0755', []),
    step({
      stage,
      on,
      title: 'start Grafana',
      operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
      after: [check('unit-active', {unit})],
    }),
    step({
      stage,
      on,
      title: 'restart Grafana if it has changed',
      operation: {kind: 'restart', unit, mark, how: 'restart'},
      after: [check('unit-active', {unit})],
    }),
    // The unit gives the password to a Grafana that starts for the first time; one that has its database keeps the one there.
    step({
      stage,
      on,
      title: 'give the administrator of Grafana the configured password',
      operation: {
        kind: 'exec',
        argv: [script, 'set'],
        unless: {argv: [script, 'check'], expect: {kind: 'exit', codes: [0]}},
      },
      timeoutMs: 120_000,
    }),
  ];
}
