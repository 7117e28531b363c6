// Judges the pool: asymmetry, rejected peers, members that do not know each other, stopped daemons (ha-operations §2.3).

import {controllersOf} from '../../config/order.ts';
import type {Finding} from '../../model/finding.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import {areApart, isAsymmetric, type Pair, type PeerMatrix, pairsOf, peerMatrix} from './peer-matrix.ts';

export function peerFindings(input: JudgeInput): readonly Finding[] {
  const members = controllersOf(input.config, 'glusterfs');
  const matrix = peerMatrix(input.snapshot, members);
  const before = input.history[0] === undefined ? undefined : peerMatrix(input.history[0], members);
  return [
    ...pairsOf(matrix.voices).flatMap((pair) => pairFindings(input, matrix, before, pair)),
    ...members.flatMap(({hostname}) => rejectedFindings(input, hostname)),
  ];
}

function pairFindings(
  input: JudgeInput,
  matrix: PeerMatrix,
  before: PeerMatrix | undefined,
  pair: Pair,
): readonly Finding[] {
  const [a, b] = pair;
  const held = (rule: (matrix: PeerMatrix, pair: Pair) => boolean): boolean =>
    confirmation(input, () => (before === undefined ? undefined : rule(before, pair))) === 'confirmed';
  const evidence = {
    command: 'gluster pool list',
    raw: `${a} sees ${b}: ${matrix.see(a, b)}\n${b} sees ${a}: ${matrix.see(b, a)}`,
  };
  const make = (code: string, level: Finding['level']): readonly Finding[] => [
    {code, level, where: b, service: 'glusterfs', params: {peer: a}, evidence, remedy: 'start'},
  ];
  if (matrix.see(a, b) === 'absent' || matrix.see(b, a) === 'absent') return make('GlusterPeerMissing', 'critical');
  // Two daemons are not asked at the same instant: while a link goes or comes back they differ for a moment.
  if (isAsymmetric(matrix, pair)) return make('GlusterPeerAsymmetry', held(isAsymmetric) ? 'critical' : 'warning');
  return areApart(matrix, pair) ? make('GlusterPeersApart', 'warning') : [];
}

function rejectedFindings(input: JudgeInput, host: HostName): readonly Finding[] {
  const reading = readingOf(input.snapshot, 'glusterfs', host);
  if (reading.kind !== 'seen') return [];
  return reading.value.peers
    .filter((peer) => /Rejected/i.test(peer.state))
    .map((peer) => ({
      code: 'GlusterPeerRejected',
      level: 'critical',
      where: host,
      service: 'glusterfs',
      params: {peer: peer.hostname, state: peer.state},
      evidence: {command: 'gluster pool list', raw: `${peer.hostname} ${peer.uuid} ${peer.state}`, at: reading.at},
    }));
}
