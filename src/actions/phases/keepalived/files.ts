// The files of keepalived on one controller: configuration, scripts, the witness that peers ask, the maintenance flag.

import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {Text} from '../../../model/secret.ts';
import {render} from '../../render.ts';
import {step} from '../../step.ts';
import {inService} from '../web/places.ts';
import {checksOf, instanceData, scripts, witnessPort} from './settings.ts';

/** Renewed by the write check that phase 1 runs on every controller with the mount. */
const writeMark = '/run/hpcha/checks/gluster-write';

export const witnessSocket = 'hpcha-witness.socket';

export function keepalivedFiles(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  device: string,
): readonly Step[] {
  const on = controller.hostname;
  const file = (path: string, mode: string, content: Text, marks: readonly string[] = []): Step =>
    step({
      stage,
      on,
      title: `write ${path}`,
      operation: {kind: 'file', path, content, mode, owner: 'root', group: 'root', marks},
    });
  const checks = checksOf(controller);
  const mountPoint = config.storage.gluster.mount_point;
  const witness = {address: controller.ip_address, port: witnessPort, scripts, checks};
  const system = '/etc/systemd/system';
  return [
    file('/etc/tmpfiles.d/hpcha-vrrp.conf', '0644', render('keepalived/tmpfiles.conf', {})),
    file(`${scripts}/vrrp-notify`, '0755', render('keepalived/vrrp-notify.sh', {})),
    file(
      `${scripts}/vrrp-check`,
      '0755',
      render('keepalived/vrrp-check.sh', {mountPoint, writeMark, port: witnessPort, webMark: inService}),
    ),
    file(`${scripts}/witness`, '0755', render('keepalived/witness.sh', witness)),
    file(`${system}/hpcha-witness@.service`, '0644', render('keepalived/witness.service', witness)),
    file(`${system}/${witnessSocket}`, '0644', render('keepalived/witness.socket', witness), ['hpcha-witness']),
    file(`${system}/keepalived.service.d/hpcha.conf`, '0644', render('keepalived/unit.conf', {})),
    file(
      '/etc/keepalived/keepalived.conf',
      '0644',
      render('keepalived/keepalived.conf', instanceData(config, controller, device)),
      ['keepalived'],
    ),
  ];
}
