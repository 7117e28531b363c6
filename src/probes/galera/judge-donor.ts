// Judges a member in the state Donor/Desynced: it gives its data to another one, or somebody has left it so.

import type {Finding} from '../../model/finding.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import {type GaleraView, galeraView, type Speaker} from './galera-view.ts';
import {nodeFinding} from './node-finding.ts';

/**
 * Galera shows one state for both (gcs_group.cpp: a desynchronised member becomes its own donor), so `wsrep_desync_count` alone
 * cannot tell them apart. Left behind is what was switched on by hand, and a count that stays although nobody receives anything.
 */
export function donorFindings(input: JudgeInput, view: GaleraView, speaker: Speaker): readonly Finding[] {
  const {status} = speaker;
  const count = Number(status['wsrep_desync_count'] ?? 0);
  const donor =
    status['wsrep_local_state'] === '2'
      ? [nodeFinding(speaker, 'GaleraDonor', 'warning', {state: status['wsrep_local_state_comment'] ?? ''})]
      : [];
  if (!isLeftDesynced(view, speaker)) return donor;
  const again = confirmation(input, (earlier) => {
    const before = galeraView(earlier, input.config);
    const same = before.primaries.find(({host}) => host === speaker.host);
    return same === undefined ? undefined : isLeftDesynced(before, same);
  });
  if (again === 'confirmed') return [nodeFinding(speaker, 'GaleraDesynced', 'warning', {count})];
  return [...donor, nodeFinding(speaker, 'GaleraDesynced', 'info', {count})];
}

function isLeftDesynced(view: GaleraView, {status, facts}: Speaker): boolean {
  if (!(Number(status['wsrep_desync_count'] ?? 0) > 0) || facts.process === 'sst') return false;
  if (facts.variables?.['wsrep_desync'] === 'ON' || status['wsrep_local_state'] !== '2') return true;
  // Whoever receives a full copy does not speak SQL meanwhile: only where all members speak is nobody joining.
  return (
    view.primaries.length === view.members.length &&
    view.primaries.every((each) => ['2', '4'].includes(each.status['wsrep_local_state'] ?? ''))
  );
}
