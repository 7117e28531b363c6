// Where Auth finds the database: the address of the settings first, then every controller's own node.

import type {Secret} from '../../model/secret.ts';
import type {WebSettings} from '../settings.ts';
import type {GaleraAddress} from './galera-pool.ts';

export function databaseAddress(settings: WebSettings, password: Secret): GaleraAddress {
  const {host, port, name, user} = settings.database;
  const own = settings.controllers.find(({hostname}) => hostname === settings.node)?.address;
  const peers = settings.controllers.map(({address}) => address);
  // The settings' host may be this controller by its loopback address: its own address would then be the same node again.
  const loopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  const hosts = [host, ...peers.filter((address) => address !== host && !(loopback && address === own))];
  return {hosts, port, database: name, user, password};
}
