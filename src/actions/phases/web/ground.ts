// What lies on a controller before any web service starts: account, places, program, settings, secrets.

import {controllersOf} from '../../../config/order.ts';
import {publicConfigPath, publicConfigText} from '../../../config/public-config.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {SecretRef, Text} from '../../../model/secret.ts';
import type {HostName} from '../../../model/service.ts';
import {text} from '../../render.ts';
import {authPassword, redisPassword, sessionSecret, tokenSecret} from '../../secret-refs.ts';
import {check, step, timeouts} from '../../step.ts';
import {account, type CredentialName, folder, program, secrets, tls} from './places.ts';
import {settingsText} from './settings.ts';

/** Pending restart of all web services of a controller. */
export const servicesMark = 'hpcha-web';

export function groundSteps(stage: string, config: ClusterConfig, controller: ControllerConfig): readonly Step[] {
  const on = controller.hostname;
  return [
    step({
      stage,
      on,
      title: `make the account ${account}`,
      operation: {
        ...{kind: 'user', name: account, group: account, home: '/nonexistent', system: true},
        shell: '/usr/sbin/nologin',
      },
    }),
    directory(stage, on, folder, '0755'),
    directory(stage, on, secrets, '0700'),
    directory(stage, on, tls, '0755'),
    step({
      stage,
      on,
      title: 'bring the program',
      operation: {kind: 'program', path: program, marks: [servicesMark]},
      after: [check('path-exists', {path: program})],
      timeoutMs: timeouts.transfer,
    }),
    fileStep(stage, on, `${folder}/web.json`, settingsText(config, controller), '0644', [servicesMark]),
    fileStep(stage, on, publicConfigPath, [publicConfigText(config)], '0644', [servicesMark]),
    ...secretSteps(stage, on, config),
  ];
}

function secretSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const redis = controllersOf(config, 'redis').length > 0;
  const all: readonly (readonly [CredentialName | 'peer_key', SecretRef])[] = [
    ['jwt_seed', tokenSecret(config, `token-seed/${config.cluster.name}`)],
    ['session_key', sessionSecret(config)],
    ['db_auth', authPassword(config)],
    ['cluster_key', {secret: 'generated.web_cluster'}],
    ['peer_key', {secret: 'generated.web_peer'}],
    ...(redis ? ([['redis', redisPassword(config)]] as const) : []),
    ...(config.web.oidc?.client_secret === undefined
      ? []
      : ([['oidc_secret', {secret: 'web.oidc.client_secret'}]] as const)),
  ];
  return all.map(([name, value]) =>
    fileStep(stage, on, `${secrets}/${name}`, text`${value}`, '0600', name === 'peer_key' ? [] : [servicesMark]),
  );
}

export function directory(stage: string, on: HostName, path: string, mode: string, owner = 'root'): Step {
  return step({
    stage,
    on,
    title: `make ${path}`,
    operation: {kind: 'directory', path, mode, owner, group: owner},
  });
}

export function fileStep(
  stage: string,
  on: HostName,
  path: string,
  content: Text,
  mode: string,
  marks: readonly string[],
): Step {
  return step({
    stage,
    on,
    title: `write ${path}`,
    operation: {kind: 'file', path, content, mode, owner: 'root', group: 'root', marks},
  });
}
