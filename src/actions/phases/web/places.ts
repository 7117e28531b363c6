// Where everything of the web services lies on a controller (docs/decisions/0018), and which of them are deployed.

import type {WebServiceName} from '../../../model/web/services.ts';

export const program = '/usr/local/lib/hpcha/hpcha-tui';
export const scripts = '/usr/local/lib/hpcha';
export const folder = '/etc/hpcha/web';
export const secrets = `${folder}/secrets`;
export const tls = `${folder}/tls`;
export const acme = {root: '/var/lib/hpcha/acme', config: '/etc/hpcha/web/acme'} as const;
export const system = '/etc/systemd/system';
export const account = 'hpcha-web';
export const proxyUnit = 'nginx.service';
export const webTarget = 'hpcha-web.target';
/** There while the web services are part of what this controller offers; keepalived's check looks at it. Stopping web on every controller takes it away. */
export const inService = `${folder}/in-service`;
/** Asked by Prometheus and by the metrics service, on this controller alone. */
export const prometheus = {
  address: '127.0.0.1:9095',
  unit: 'hpcha-prometheus.service',
  data: '/var/lib/hpcha/prometheus',
};
/** Of each controller's own Grafana, where the package sources offer it. */
export const grafana = {
  port: 3000,
  path: '/grafana',
  unit: 'grafana-server.service',
  group: 'grafana',
  files: `${folder}/grafana`,
  provisioning: '/etc/grafana/provisioning',
} as const;
/** Where helpers of controllers ask each other. */
export const peerPort = 5011;

export type HelperName = 'act' | 'as' | 'look' | 'peer';

/** Files below `secrets` that a service is given. */
export type CredentialName = 'jwt_seed' | 'session_key' | 'db_auth' | 'redis' | 'cluster_key' | 'oidc_secret';

export function unitOf(name: WebServiceName): string {
  return `hpcha-web@${name}.service`;
}
