// Reads grastate.dat: what a node remembers of its history when it stopped (ha-operations §3.2).

import type {GaleraFacts, GrastateFacts} from '../../model/facts.ts';

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const zeroUuid = '00000000-0000-0000-0000-000000000000';

/** Lines of the file, or null where there is none. A file without a uuid and a seqno is malformed, never "seqno 0". */
export function parseGrastate(lines: readonly string[] | null): GaleraFacts['grastate'] {
  if (lines === null) return null;
  const fields = new Map<string, string>();
  for (const line of lines) {
    const match = /^\s*([a-z_]+)\s*:\s*(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields.set(match[1], match[2]);
  }
  const uuid = fields.get('uuid');
  const seqno = fields.get('seqno');
  if (uuid === undefined || !uuidPattern.test(uuid) || seqno === undefined || !/^-?\d+$/.test(seqno))
    return 'malformed';
  return {uuid: uuid.toLowerCase(), seqno: BigInt(seqno), safeToBootstrap: safeFlag(fields.get('safe_to_bootstrap'))};
}

/** Old versions have no such line: then it is not known, which is not "no". */
function safeFlag(text: string | undefined): GrastateFacts['safeToBootstrap'] {
  if (text === '1') return true;
  if (text === '0') return false;
  return null;
}
