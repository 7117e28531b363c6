// The step that makes systemd read a changed drop-in, needed before the next start or restart of that unit.

import type {Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import {step} from '../step.ts';

/** `systemctl daemon-reload` where systemd itself says that what it has loaded of this unit is older than its files. */
export function daemonReloadStep(stage: string, on: HostName, unit: string): Step {
  return step({
    stage,
    on,
    title: `reload systemd for ${unit}`,
    operation: {
      kind: 'exec',
      argv: ['systemctl', 'daemon-reload'],
      unless: {
        argv: ['systemctl', 'show', '--property=NeedDaemonReload', '--value', unit],
        expect: {kind: 'stdout-matches', pattern: '^no\\s*$'},
      },
    },
  });
}
