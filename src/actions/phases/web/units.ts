// The units of the web services and their helpers on one controller, and the steps that start and restart them.

import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {type WebServiceName, webServices} from '../../../model/web/services.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {fileStep, servicesMark} from './ground.ts';
import {type CredentialName, type HelperName, peerPort, program, secrets, system, unitOf, webTarget} from './places.ts';

/** Each service is given its own secrets only; only Auth has the private key of the tokens and the database. */
const credentials: Readonly<Record<WebServiceName, readonly CredentialName[]>> = {
  auth: ['jwt_seed', 'session_key', 'db_auth', 'redis'],
  jobs: ['redis'],
  files: ['redis'],
  metrics: ['redis', 'cluster_key'],
  realtime: ['redis', 'cluster_key'],
  dashboard: [],
  monitoring: [],
  admin: [],
};

/** `as` acts for Jobs and Files, `act` and `peer` for Metrics, `look` for the live view (docs/decisions/0018). */
export const helpers: readonly HelperName[] = ['act', 'as', 'look', 'peer'];

const names = webServices.map(({name}) => name);

export function unitSteps(stage: string, config: ClusterConfig, controller: ControllerConfig): readonly Step[] {
  const on = controller.hostname;
  const oidc: readonly CredentialName[] = config.web.oidc?.client_secret === undefined ? [] : ['oidc_secret'];
  const given = (name: WebServiceName) => [...credentials[name], ...(name === 'auth' ? oidc : [])];
  const write = (path: string, template: string, data: object, marks: readonly string[]) =>
    fileStep(stage, on, `${system}/${path}`, render(template, data), '0644', marks);
  return [
    write('hpcha-web@.service', 'web/service.service', {program}, [servicesMark]),
    ...webServices
      .filter(({name}) => given(name).length > 0)
      .map(({name}) =>
        write(
          `${unitOf(name)}.d/credentials.conf`,
          'web/service-credentials.conf',
          {credentials: given(name), secrets},
          [servicesMark],
        ),
      ),
    write(webTarget, 'web/web.target', {services: names}, [servicesMark]),
    ...helpers.flatMap((name) => [
      write(`hpcha-${name}.socket`, 'web/helper.socket', socketOf(name, controller), [socketMark(name)]),
      write(
        `hpcha-${name}@.service`,
        'web/helper.service',
        {
          name,
          program,
          mount: config.storage.gluster.mount_point,
        },
        [],
      ),
    ]),
  ];
}

function socketOf(name: HelperName, {ip_address}: ControllerConfig): object {
  const local = name !== 'peer';
  const listen = local ? `/run/hpcha/${name}.sock` : `${ip_address}:${peerPort}`;
  return {name, local, listen, connections: name === 'as' ? 256 : 64};
}

function socketMark(name: HelperName): string {
  return `hpcha-${name}`;
}

/** Sockets of the helpers: listening from now on, and after each boot. */
export function helperSteps(stage: string, on: HostName): readonly Step[] {
  return helpers.flatMap((name) => {
    const unit = `hpcha-${name}.socket`;
    const mark = socketMark(name);
    return [
      step({
        stage,
        on,
        title: `listen for the helper ${name}`,
        operation: {kind: 'unit', unit, state: 'started', enabled: true, clears: [mark]},
        after: [check('unit-active', {unit})],
      }),
      step({
        stage,
        on,
        title: `listen anew for the helper ${name} if its socket has changed`,
        operation: {kind: 'restart', unit, mark, how: 'restart'},
        after: [check('unit-active', {unit})],
      }),
    ];
  });
}

/**
 * The target starts all of them at once; whoever was stopped by hand beside a running target is started by its own step. Whether they
 * answer is not asked yet: one whose restart is still due may be unable to (Redis has moved), and its restart comes after this.
 */
export function startSteps(stage: string, on: HostName): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'start the web services',
      operation: {kind: 'unit', unit: webTarget, state: 'started', enabled: true, clears: [servicesMark]},
      after: [check('unit-active', {unit: webTarget})],
    }),
    ...names.map((name) =>
      step({
        stage,
        on,
        title: `start ${name}`,
        operation: {kind: 'unit', unit: unitOf(name), state: 'started', enabled: true},
        after: [check('unit-active', {unit: unitOf(name)})],
      }),
    ),
  ];
}

/** One controller at a time, and the next only when all services of this one answer: peers serve meanwhile. */
export function restartSteps(stage: string, on: HostName): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'restart the web services if they have changed',
      operation: {kind: 'restart', unit: webTarget, mark: servicesMark, how: 'restart'},
      after: [answers(names)],
      timeoutMs: 120_000,
    }),
  ];
}

/** The services answer at their own ports on that controller, and call themselves healthy. */
export function answers(services: readonly WebServiceName[]): Check {
  const ports = webServices.filter(({name}) => services.includes(name)).map(({name, port}) => `${name}:${port}`);
  return check('web-answers', {services: ports});
}
