// nginx in front of the web services of all controllers: its site, its limits, its start and its reloads.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {bodyBytesByName} from '../../../model/web/body-limits.ts';
import {webServices} from '../../../model/web/services.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {fileStep} from './ground.ts';
import {acme, grafana, proxyUnit, system, tls} from './places.ts';
import {maxUploadBytes} from './settings.ts';

const siteMark = 'nginx-site';
const daemonMark = 'nginx';
const distributionSite = '/etc/nginx/sites-enabled/default';

export function proxyFiles(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  withGrafana: boolean,
): readonly Step[] {
  const on = controller.hostname;
  const peers = controllersOf(config, 'web').filter(({hostname}) => hostname !== on);
  const site = render('web/nginx.conf', {
    host: on,
    tls,
    services: webServices,
    bodyBytes: bodyBytesByName(),
    peers: peers.map(({ip_address}) => ip_address),
    limits: config.web.rate_limits,
    maxUploadBytes: maxUploadBytes(config),
    hsts: config.web.hsts,
    acme: config.web.tls.mode === 'acme',
    acmeRoot: acme.root,
    grafana: withGrafana ? grafana : null,
  });
  return [
    // The distribution's page answers on port 80 as well; a site that somebody wrote there is a file, and stays.
    step({
      stage,
      on,
      title: "take the distribution's own page away",
      operation: {
        kind: 'exec',
        argv: ['rm', '-f', distributionSite],
        unless: {argv: ['readlink', distributionSite], expect: {kind: 'exit', codes: [1]}},
        marks: [siteMark],
      },
    }),
    // Each browser with a live view holds two connections; the distribution's 768 a worker are few.
    step({
      stage,
      on,
      title: 'let nginx hold more connections',
      operation: {
        kind: 'line',
        path: '/etc/nginx/nginx.conf',
        match: '^\\s*worker_connections\\s',
        line: '\tworker_connections 8192;',
        append: false,
        marks: [siteMark],
      },
    }),
    fileStep(stage, on, '/etc/nginx/conf.d/hpcha-site.conf', site, '0644', [siteMark]),
    fileStep(stage, on, `${system}/nginx.service.d/hpcha.conf`, render('web/nginx-unit.conf', {}), '0644', [
      daemonMark,
    ]),
  ];
}

export function proxyStart(stage: string, on: HostName): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'start nginx',
      operation: {kind: 'unit', unit: proxyUnit, state: 'started', enabled: true, clears: [siteMark, daemonMark]},
      after: [check('web-front-answers')],
    }),
  ];
}

/** Reloaded only with a configuration that nginx itself accepts; connections that are open stay. */
export function proxyRestarts(stage: string, on: HostName): readonly Step[] {
  const restart = (title: string, mark: string, how: 'reload' | 'restart'): Step =>
    step({
      stage,
      on,
      title,
      operation: {kind: 'restart', unit: proxyUnit, mark, how},
      before: [check('nginx-accepts')],
      after: [check('web-front-answers')],
    });
  return [
    restart('reload nginx if its site has changed', siteMark, 'reload'),
    restart('restart nginx if its unit has changed', daemonMark, 'restart'),
  ];
}
