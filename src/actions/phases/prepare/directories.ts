// Steps for the places where the product keeps its state, its logs and its marks on a host, and for the logs' rotation.

import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {step} from '../../step.ts';

type Place = {readonly path: string; readonly mode: string};

/** On every host: restart marks live there. */
const everywhere: readonly Place[] = [{path: '/var/lib/hpcha', mode: '0755'}];

/** On controllers: configuration and secrets (root alone), events and the logs that the reference README names. */
const onControllers: readonly Place[] = [
  // The web services pass through it to their settings; what is secret has a directory of its own.
  {path: '/etc/hpcha', mode: '0711'},
  {path: '/etc/hpcha/secrets', mode: '0700'},
  {path: '/usr/local/lib/hpcha', mode: '0755'},
  {path: '/var/log/hpcha', mode: '0755'},
  {path: '/var/log/multihead_cluster', mode: '0755'},
];

export function directorySteps(stage: string, on: HostName, controller: boolean): readonly Step[] {
  const places = controller ? [...everywhere, ...onControllers] : everywhere;
  const directories = places.map(({path, mode}) =>
    step({
      stage,
      on,
      title: `make ${path}`,
      operation: {kind: 'directory', path, mode, owner: 'root', group: 'root'},
    }),
  );
  return controller ? [...directories, runtimeStep(stage, on)] : directories;
}

/** /run is empty after each boot: systemd makes these again before any service starts. */
function runtimeStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'keep /run/hpcha over a boot',
    operation: {
      kind: 'file',
      path: '/etc/tmpfiles.d/hpcha.conf',
      content: render('prepare/tmpfiles.conf', {}),
      mode: '0644',
      owner: 'root',
      group: 'root',
    },
  });
}

export function logSteps(stage: string, on: HostName): readonly Step[] {
  return [
    step({
      stage,
      on,
      title: 'rotate the logs',
      operation: {
        kind: 'file',
        path: '/etc/logrotate.d/hpcha',
        content: render('prepare/logrotate.conf', {}),
        mode: '0644',
        owner: 'root',
        group: 'root',
      },
    }),
  ];
}
