// Phase 6: the web services behind nginx on every controller, from the same program.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {webServices} from '../../model/web/services.ts';
import {packageStep} from '../package-step.ts';
import {distributionOn} from '../platform.ts';
import {check, step} from '../step.ts';
import type {Phase, PhasePart} from './phase.ts';
import {administratorSteps} from './web/administrator.ts';
import {deploysGrafana, grafanaNotes, grafanaSteps} from './web/grafana.ts';
import {fileStep, groundSteps} from './web/ground.ts';
import {historySteps} from './web/history.ts';
import {inService} from './web/places.ts';
import {proxyFiles, proxyRestarts, proxyStart} from './web/proxy.ts';
import {authoritySteps, certificateSteps} from './web/tls.ts';
import {answers, helperSteps, restartSteps, startSteps, unitSteps} from './web/units.ts';

const stages: readonly Stage[] = [
  {id: 'web-files', title: 'Web: packages, program, files, certificate', mode: 'parallel'},
  {id: 'web-administrator', title: 'Web: the first administrator', mode: 'parallel'},
  {id: 'web-start', title: 'Web: start the services', mode: 'parallel'},
  {id: 'web-restart', title: 'Web: restart the services where they changed', mode: 'rolling'},
  {id: 'web-proxy', title: 'Web: nginx', mode: 'parallel'},
  {id: 'web-proxy-reload', title: 'Web: reload nginx where it changed', mode: 'rolling'},
  {id: 'web-authority', title: 'Web: the certificate of the authority', mode: 'rolling'},
  {id: 'web-ready', title: 'Web: every service answers', mode: 'parallel'},
];

export const webPhase: Phase = {
  number: 6,
  name: 'web',
  title: {en: 'Web services', ko: '웹 서비스'},
  plan: planWeb,
};

function planWeb(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const controllers = controllersOf(config, 'web');
  const hosts = controllers.map(({hostname}) => hostname);
  return {
    kind: 'part',
    stages,
    steps: [
      ...controllers.flatMap((controller) => fileSteps(snapshot, config, controller)),
      ...administratorSteps('web-administrator', config),
      ...hosts.flatMap((on) => [...helperSteps('web-start', on), ...startSteps('web-start', on)]),
      ...hosts.flatMap((on) => restartSteps('web-restart', on)),
      ...hosts.flatMap((on) => proxyStart('web-proxy', on)),
      ...hosts.flatMap((on) => proxyRestarts('web-proxy-reload', on)),
      ...hosts.flatMap((on) => authoritySteps('web-authority', on, config)),
      ...hosts.flatMap((on) => readySteps('web-ready', on)),
    ],
    notes: grafanaNotes(snapshot, config),
    decidedBy: {services: webServices.map(({name}) => name).join(' ')},
  };
}

function fileSteps(
  snapshot: Snapshot,
  config: ClusterConfig,
  controller: ClusterConfig['nodes']['controllers'][number],
): readonly Step[] {
  const stage = 'web-files';
  const on = controller.hostname;
  const sets = distributionOn(snapshot, on)?.packages;
  const withGrafana = deploysGrafana(snapshot, config, on);
  const packages = [
    ...(sets?.web ?? []),
    ...(config.web.tls.mode === 'acme' ? (sets?.acme ?? []) : []),
    ...(historySteps(stage, on, config).length > 0 ? (sets?.history ?? []) : []),
    ...(withGrafana ? (sets?.grafana ?? []) : []),
  ];
  return [
    packageStep(stage, on, packages),
    ...groundSteps(stage, config, controller),
    ...unitSteps(stage, config, controller),
    ...certificateSteps(stage, on, config),
    ...proxyFiles(stage, config, controller, withGrafana),
    ...historySteps(stage, on, config),
    ...(withGrafana ? grafanaSteps(stage, on, config) : []),
  ];
}

/** Last of all: from now on the address goes where nginx answers (keepalived's check looks at the mark). */
function readySteps(stage: string, on: string): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'wait until every service answers',
      operation: {kind: 'verify', act: {via: 'exec', argv: ['true']}},
      after: [answers(webServices.map(({name}) => name)), check('web-front-answers')],
      timeoutMs: 90_000,
    }),
    fileStep(stage, on, inService, ['The web services are part of what this controller offers.\n'], '0644', []),
  ];
}
