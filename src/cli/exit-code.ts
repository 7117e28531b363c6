// Exit codes that never collide: 0–3 verdicts and run results, sysexits for errors, 128+n for signals (DESIGN §4).

import type {ErrorCode} from '../model/error.ts';

const codes: Readonly<Record<ErrorCode, number>> = {
  usage: 64,
  'bad-data': 65,
  parse: 65,
  unreachable: 69,
  auth: 69,
  'host-key': 69,
  timeout: 69,
  command: 1,
  missing: 69,
  bug: 70,
  locked: 75,
  refused: 77,
  config: 78,
  cancelled: 130,
};

export function exitCodeOfError(code: ErrorCode): number {
  return codes[code];
}

/** For `--help`. */
export const exitCodeHelp = `Exit codes
  of a look:  0 ok, 1 warning, 2 critical, 3 unknown
  of a run:   0 done, 1 failed, 3 unknown how it ended, 130 cancelled
  of errors: 64 usage, 65 bad data, 69 unreachable, 70 bug, 75 lock held, 77 refused, 78 configuration`;
