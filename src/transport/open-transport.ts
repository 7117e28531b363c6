// Opens the way to every host of a cluster: one connection a host, made when it is first needed.

import {homedir, userInfo} from 'node:os';
import type {ClusterConfig, SshConfig} from '../config/schema.ts';
import {HpchaError} from '../model/error.ts';
import type {Secret, SecretValues} from '../model/secret.ts';
import type {HostName} from '../model/service.ts';
import type {HostConnection, Transport} from './host.ts';
import {openFaces} from './host-faces.ts';
import type {Link} from './link.ts';
import {isLocalAddress, LocalLink} from './local-link.ts';
import type {PeerAccess} from './peer-link.ts';
import {PeerLink} from './peer-link.ts';
import {RootRights} from './root-rights.ts';
import {SshRoutes} from './ssh-routes.ts';
import {SudoPasswords} from './sudo-passwords.ts';

export type TransportOptions = {
  readonly secrets: SecretValues;
  /** Closes everything when it aborts. */
  readonly signal?: AbortSignal;
  /** Asks the operator for sudo's password; without it a host that wants one fails with `auth`. */
  readonly askPassword?: (prompt: string) => Promise<Secret>;
  /** Controllers are reached through their helpers instead of ssh: on a controller itself, for a web user (docs/decisions/0019). */
  readonly peers?: PeerAccess;
  /** Wins over the configuration (`--accept-new`). */
  readonly hostKey?: 'strict' | 'accept-new';
};

type Node = {readonly hostname: string; readonly ip_address: string; readonly ssh: SshConfig};

/** Connects to nothing yet; each host is reached when something is asked of it. Close it, or the process does not end. */
export function openTransport(config: ClusterConfig, options: TransportOptions): Transport {
  return new ClusterTransport(config, options);
}

class ClusterTransport implements Transport {
  readonly #nodes: ReadonlyMap<HostName, Node>;
  readonly #secrets: SecretValues;
  readonly #passwords: SudoPasswords;
  readonly #routes: SshRoutes;
  readonly #peers: PeerAccess | undefined;
  readonly #open = new Map<HostName, HostConnection>();

  constructor(config: ClusterConfig, options: TransportOptions) {
    const nodes: readonly Node[] = [...config.nodes.controllers, ...config.nodes.compute_nodes];
    const {hostKey} = options;
    const withKey = (ssh: SshConfig): SshConfig => (hostKey === undefined ? ssh : {...ssh, host_key: hostKey});
    this.#nodes = new Map(nodes.map((node) => [node.hostname, {...node, ssh: withKey(node.ssh)}]));
    this.#secrets = options.secrets;
    this.#peers = options.peers;
    this.#passwords = new SudoPasswords(options.askPassword);
    this.#routes = new SshRoutes({
      home: homedir(),
      agent: process.env['SSH_AUTH_SOCK'] || undefined,
      login: userInfo().username,
    });
    options.signal?.addEventListener('abort', () => void this.close(), {once: true});
  }

  connection(host: HostName): HostConnection {
    const known = this.#open.get(host);
    if (known !== undefined) return known;
    const node = this.#nodes.get(host);
    if (node === undefined) {
      throw new HpchaError({code: 'bug', where: host, what: 'is no host of this cluster'});
    }
    const link = this.#link(node);
    const faces = openFaces(link, new RootRights(link, node.ssh.become, this.#passwords), this.#secrets);
    this.#open.set(host, faces);
    return faces;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map((one) => one.close()));
    await this.#routes.close();
  }

  #link(node: Node): Link {
    if (isLocalAddress(node.ip_address)) return new LocalLink(node.hostname, node.ip_address);
    if (this.#peers !== undefined) return new PeerLink(node.hostname, node.ip_address, this.#peers);
    return this.#routes.link(node);
  }
}
