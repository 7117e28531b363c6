// A refusal that is only about machines that do not let us in is an error of reaching them, with ssh's own reason.

import {HpchaError} from '../../model/error.ts';
import type {Finding} from '../../model/finding.ts';
import type {Snapshot} from '../../model/snapshot.ts';

const waysToFail = ['unreachable', 'auth', 'host-key', 'timeout'] as const;

/** Throws (exit code 69) when every finding is about a host whose login failed; otherwise the refusal speaks for itself. */
export function refuseUnreachable(findings: readonly Finding[], snapshot: Snapshot): void {
  const failed = Object.entries(snapshot.hosts.reach).flatMap(([host, reading]) =>
    reading.kind === 'lost' && waysToFail.some((code) => code === reading.error.code)
      ? [{host, error: reading.error}]
      : [],
  );
  const [first] = failed;
  const explained = findings.every((finding) => failed.some(({host}) => host === finding.where));
  if (first === undefined || !explained) return;
  const what = failed.map(({host, error}) => `${host}: ${error.what}`).join('\n');
  throw new HpchaError({
    code: first.error.code,
    where: failed.map(({host}) => host).join(', '),
    what: failed.length === 1 ? first.error.what : `cannot be reached\n${what}`,
    hint: first.error.hint ?? 'make them reachable, then run the same again; nothing was changed',
  });
}
