// How large a body each web service takes: nginx refuses what is larger itself, or its answer would be lost with the connection.

import {type WebServiceName, webServices} from './services.ts';

const ordinaryBytes = 64 * 1024;

/** A job's script is text that people wrote: slurmctld takes 4 MiB of it (max_script_size), and there are options beside it. */
const jobsBytes = 4 * 1024 * 1024 + 256 * 1024;

/** Bytes of a body that is parsed; an upload is none, and has a limit of its own in the settings. */
export function bodyBytesOf(service: WebServiceName): number {
  return service === 'jobs' ? jobsBytes : ordinaryBytes;
}

/** The same by name, for a template. */
export function bodyBytesByName(): Readonly<Record<string, number>> {
  return Object.fromEntries(webServices.map(({name}) => [name, bodyBytesOf(name)]));
}
