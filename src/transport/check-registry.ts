// The registry of checks that the Runner is handed: plans name checks, this maps a name to how it is asked.

import type {Check, CheckResult} from '../model/check.ts';
import type {HostName} from '../model/service.ts';
import type {HostInspector, HostReader} from './host.ts';

export type CheckContext = {
  /** The host the check is asked on. */
  readonly host: HostName;
  reader(host: HostName): HostReader;
  inspector(host: HostName): HostInspector;
};

/** Asks once; polling until a deadline is the Runner's business. Errors become `unknown` with the reason in `saw`. */
export type AskCheck = (context: CheckContext, args: Check['args'], signal: AbortSignal) => Promise<CheckResult>;

export type CheckRegistry = ReadonlyMap<string, AskCheck>;
