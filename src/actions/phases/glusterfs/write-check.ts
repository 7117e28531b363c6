// Steps for the write check: a small service that writes to the mount every few seconds and says when it last could.

import type {ClusterConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';

export const writeCheckUnit = 'hpcha-gluster-write-check.service';
const script = '/usr/local/lib/hpcha/gluster-write-check';
const mark = 'hpcha-gluster-write-check';

/** Its age is read by the Gluster probe and by keepalived's check, which never touch the mount themselves. */
export const writeCheckMark = '/run/hpcha/checks/gluster-write';

/**
 * A look may not write (DESIGN §3), and whoever touches a hung mount hangs with it: so one process of its own does, and
 * everybody else reads the age of its last success.
 */
export function writeCheckSteps(stage: string, on: HostName, config: ClusterConfig): readonly Step[] {
  const data = {
    mount: config.storage.gluster.mount_point,
    mark: writeCheckMark,
    script,
    seconds: 10,
    volume: config.storage.gluster.volume_name,
  };
  const owned = {owner: 'root', group: 'root', marks: [mark]};
  return [
    step({
      stage,
      on,
      title: 'write the write check',
      operation: {
        kind: 'file',
        path: script,
        content: render('glusterfs/write-check.sh', data),
        mode: '0755',
        ...owned,
      },
    }),
    step({
      stage,
      on,
      title: 'write the unit of the write check',
      operation: {
        kind: 'file',
        path: `/etc/systemd/system/${writeCheckUnit}`,
        content: render('glusterfs/write-check.service', data),
        mode: '0644',
        ...owned,
      },
    }),
    step({
      stage,
      on,
      title: 'start the write check',
      operation: {kind: 'unit', unit: writeCheckUnit, state: 'started', enabled: true, clears: [mark]},
      after: [check('file-fresh', {path: writeCheckMark, seconds: 60})],
    }),
    step({
      stage,
      on,
      title: 'restart the write check if it changed',
      operation: {kind: 'restart', unit: writeCheckUnit, mark, how: 'restart'},
    }),
  ];
}
