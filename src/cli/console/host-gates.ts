// Ends all questions to a controller at the moment at which it is known not to answer, so that a loss costs one timeout.

import {HpchaError} from '../../model/error.ts';
import type {ReadError, Reading} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';

export class HostGates {
  readonly #open = new Map<HostName, AbortController>();

  /** Aborts with the outer signal, or when the controller's reach is lost. */
  signalFor(host: HostName, outer: AbortSignal): AbortSignal {
    const gate = this.#open.get(host) ?? new AbortController();
    this.#open.set(host, gate);
    return AbortSignal.any([outer, gate.signal]);
  }

  /** Called with every reading of `reach`. */
  settle(host: HostName, reach: Reading<unknown>): void {
    if (reach.kind !== 'lost') return;
    this.#open.get(host)?.abort(asError(host, reach.error));
    this.#open.delete(host);
  }
}

function asError(host: HostName, {code, what, hint}: ReadError): HpchaError {
  return new HpchaError({code, where: host, what, ...(hint === undefined ? {} : {hint})});
}
