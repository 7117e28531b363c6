// Checks of the web services: what they need of other services, and what each kind of certificate needs.

import {controllersOf} from './order.ts';
import type {Places, Report} from './report.ts';
import type {ClusterConfig} from './schema.ts';

export function checkWeb(config: ClusterConfig, places: Places, report: Report): void {
  const members = controllersOf(config, 'web');
  if (members.length === 0) return;
  for (const service of ['mariadb', 'redis'] as const) {
    if (controllersOf(config, service).length > 0) continue;
    report(
      'error',
      ['nodes', 'controllers'],
      `the web services keep users and sessions in MariaDB and Redis, and no controller has ${service}`,
      `enable ${service} on a controller, or set web: false on every one`,
    );
  }
  checkDoors(config, places, report);
  checkTls(config, report);
}

/** The address goes to every controller with keepalived; where no nginx is, nobody answers browsers there. */
function checkDoors({nodes}: ClusterConfig, places: Places, report: Report): void {
  for (const {hostname, services} of nodes.controllers) {
    if (services.web || !services.keepalived) continue;
    const what = `${hostname} may hold the virtual address and has no web services: while it does, no browser reaches them there`;
    const hint = `set web: true for ${hostname}, or keepalived: false, or give it the lowest priority and know it`;
    report('warning', [...places.controller(hostname), 'services', 'web'], what, hint);
  }
}

function checkTls(config: ClusterConfig, report: Report): void {
  const {tls, domain} = config.web;
  if (tls.mode === 'files') {
    for (const key of ['cert_file', 'key_file'] as const) {
      if (tls[key] !== undefined) continue;
      const hint = `name the file under web.tls.${key}, as it lies on every controller with web`;
      report('error', ['web', 'tls', 'mode'], `tls mode files needs web.tls.${key}`, hint);
    }
  }
  if (tls.mode === 'acme' && domain?.includes('.') !== true) {
    const what = 'tls mode acme needs web.domain, a name that the authority can look up';
    report('error', ['web', 'tls', 'mode'], what, 'write web.domain, or use mode self-signed or files');
  }
}
