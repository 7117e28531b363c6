// Which controller of the configuration this machine is: by its addresses alone, never by a name.

import type {ClusterConfig, ControllerConfig} from '../../config/schema.ts';
import {HpchaError} from '../../model/error.ts';
import {isLocalAddress} from '../../transport/local-link.ts';

/** Throws HpchaError `config` where no controller has an address of this machine. */
export function localController(config: ClusterConfig): ControllerConfig {
  const found = config.nodes.controllers.find(({ip_address}) => isLocalAddress(ip_address));
  if (found !== undefined) return found;
  const what = `this machine has no address of a controller of ${config.cluster.name}`;
  throw new HpchaError({code: 'config', where: 'helper', what});
}
