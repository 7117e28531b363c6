// One line in the journal for whatever the helper did or refused for somebody: who, as whom, what, and how it ended.

import type {AsRequest} from './protocol.ts';

/** Looks that pages repeat every few seconds, and that change and hand out nothing, are not written while they succeed. */
const quietKinds: ReadonlySet<AsRequest['kind']> = new Set<AsRequest['kind']>([
  'roots',
  'list',
  'stat',
  'uploads',
  'upload-status',
  'jobs',
  'job',
  'stats',
  'partitions',
]);

export type AuditEntry = {
  readonly user: string;
  readonly session: string;
  readonly unix: string;
  readonly uid: number;
  readonly request: AsRequest;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  readonly ms: number;
};

const longestName = 512;

/** The line without its end, or null where nothing is written. JSON escapes every control character: no name forges a line. */
export function auditLine(entry: AuditEntry): string | null {
  const {request, user, session, unix, uid, outcome, ms} = entry;
  if (outcome === 'done' && quietKinds.has(request.kind)) return null;
  const about = {
    ...('path' in request ? {path: request.path.slice(0, longestName)} : {}),
    ...('to' in request ? {to: request.to.slice(0, longestName)} : {}),
    ...('id' in request ? {id: request.id} : {}),
    ...('offset' in request && request.kind === 'upload-append' ? {offset: request.offset} : {}),
  };
  // The first eight characters tell sessions apart; the whole id would let a reader of the journal ask for its end.
  const session8 = session.slice(0, 8);
  return JSON.stringify({audit: 'as', kind: request.kind, user, session: session8, unix, uid, ...about, outcome, ms});
}
