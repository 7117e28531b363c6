// How much and how long a request may be, by service: what is not bounded here is bounded by nobody.

import {bodyBytesOf} from '../../model/web/body-limits.ts';
import type {WebServiceName} from '../services.ts';

export type ServiceLimits = {
  /** Bytes of a body that is parsed; streams of uploads have limits of their own. */
  readonly bodyBytes: number;
  /** Within this a request has to have arrived in full; 0: no limit (an upload of 50 GB), silence is bounded instead. */
  readonly requestMs: number;
  /** A connection on which nothing moves for so long is ended; 0: never (sockets with pings of their own). */
  readonly silentMs: number;
  /** Requests of one address in ten seconds. nginx limits sooner; this bounds who reaches the port without it. */
  readonly perTenSeconds: number;
};

const ordinary: Omit<ServiceLimits, 'bodyBytes'> = {requestMs: 10_000, silentMs: 120_000, perTenSeconds: 3000};

const special: Readonly<Partial<Record<WebServiceName, Partial<typeof ordinary>>>> = {
  jobs: {requestMs: 30_000},
  files: {requestMs: 0},
  realtime: {silentMs: 0},
};

export function limitsOf(service: WebServiceName): ServiceLimits {
  return {bodyBytes: bodyBytesOf(service), ...ordinary, ...special[service]};
}

/** Until the headers are there: slow-header attacks hold a connection, nothing else. */
export const headersMs = 5000;
/** Longer than nginx keeps its connections to upstreams (60 s): the side that sends must be the one that closes. */
export const keepAliveMs = 75_000;
/** How often Node looks for requests that are too slow. */
export const slowCheckMs = 1000;
/** Requests that are under way when the service is told to stop get this long. */
export const stopGraceMs = 8000;
