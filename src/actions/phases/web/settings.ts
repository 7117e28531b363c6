// The settings file of the web services on one controller: what they may know, and no secret (src/web/settings.ts has its shape).

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Text} from '../../../model/secret.ts';
import {text} from '../../render.ts';
import {tokenSecret} from '../../secret-refs.ts';
import {slurmPlaces} from '../slurm/places.ts';
import {prometheus} from './places.ts';

const bytesPerGb = 1024 ** 3;
/** Stands where the public key will be; nothing else in the file can look like it. */
const keyHole = '@token-key@';

/** The text of web.json; the public key of the tokens is derived from a secret, so only the Runner can write it. */
export function settingsText(config: ClusterConfig, controller: ControllerConfig): Text {
  const [before = '', after = ''] = `${JSON.stringify(settingsOf(config, controller), null, 2)}\n`.split(keyHole);
  return text`${before}${tokenSecret(config, `token-key/${config.cluster.name}`)}${after}`;
}

/** What the file says, with `@token-key@` for the key; a test holds it against the schema of the services. */
function settingsOf(config: ClusterConfig, controller: ControllerConfig): object {
  const {web, storage, network} = config;
  const members = controllersOf(config, 'web');
  const {oidc} = web;
  return {
    cluster: config.cluster.name,
    node: controller.hostname,
    controllers: members.map(({hostname, ip_address}) => ({hostname, address: ip_address})),
    listen: ['127.0.0.1', controller.ip_address],
    vip: network.vip,
    origins: [...siteNames(config), ...siteAddresses(config)].map((name) => `https://${name}`),
    tokenKey: keyHole,
    database: {host: databaseHost(config, controller), port: 3306, name: 'auth_db', user: 'auth'},
    redis: redisOf(config),
    files: {
      mount: storage.gluster.mount_point,
      roots: [...web.files.roots],
      maxUploadBytes: maxUploadBytes(config),
    },
    slurm: {
      enabled: controller.services.slurm,
      bin: config.slurm.prefix === undefined ? '/usr/bin' : slurmPlaces(config).bin.replace(/\/$/, ''),
    },
    prometheus: web.metrics.prometheus ? {url: `http://${prometheus.address}`} : null,
    oidc: oidc === undefined ? null : {issuer: oidc.issuer, clientId: oidc.client_id, claim: oidc.claim},
  };
}

/** Names that the certificate and the site answer to: the domain first, it is what people type. */
export function siteNames(config: ClusterConfig): readonly string[] {
  const hosts = controllersOf(config, 'web').map(({hostname}) => hostname);
  return [...new Set([...(config.web.domain === undefined ? [] : [config.web.domain]), ...hosts])];
}

export function siteAddresses(config: ClusterConfig): readonly string[] {
  return [...new Set([config.network.vip, ...controllersOf(config, 'web').map(({ip_address}) => ip_address)])];
}

export function maxUploadBytes(config: ClusterConfig): number {
  return Math.round(config.web.files.max_upload_gb * bytesPerGb);
}

/** Its own server where it has one: no other one's loss then touches it. */
function databaseHost(config: ClusterConfig, controller: ControllerConfig): string {
  if (controller.services.mariadb) return '127.0.0.1';
  return controllersOf(config, 'mariadb')[0]?.ip_address ?? config.network.vip;
}

function redisOf(config: ClusterConfig): object {
  const {mode, sentinel} = config.redis;
  const ports = mode === 'sentinel' ? [26379] : [6379, 6380];
  const nodes = controllersOf(config, 'redis').flatMap(({ip_address}) =>
    ports.map((port) => ({host: ip_address, port})),
  );
  return {mode, masterName: sentinel.master_name, nodes};
}
