// Judges GlusterFS: the pool from every vantage, the volume from one, each mount by itself (ha-operations §2.3).

import {controllersOf} from '../../config/order.ts';
import type {GlusterFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {Message} from '../../model/message.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {Cell} from '../../model/verdict.ts';
import {joined, word} from '../../model/words.ts';
import type {JudgeInput, JudgePart} from '../judge-part.ts';
import {lostCell, noneCell} from '../lost-cell.ts';
import {levelOn, partOf, quietLine} from '../part.ts';
import {glusterTolerance} from './gluster-tolerance.ts';
import {isDeployed, memberFindings} from './judge-mount.ts';
import {peerFindings} from './judge-peers.ts';
import {entriesOf, type Volume, volumeFindings} from './judge-volume.ts';
import {type ToldVolume, tellBricks} from './untold-bricks.ts';
import {type BrickView, brickView, lostVolumeFindings} from './volume-unseen.ts';

export function judgeGluster(input: JudgeInput): JudgePart {
  const members = controllersOf(input.config, 'glusterfs').map((controller) => controller.hostname);
  const deployed = isPoolDeployed(input, members);
  const asked = seenValue(input.snapshot.shared.glusterVolume)?.volume ?? null;
  const told = asked === null ? null : tellBricks(input, asked);
  const volume = told?.volume ?? null;
  const findings: Finding[] = deployed ? [...peerFindings(input), ...sharedFindings(input, told)] : [];
  const bricks = brickView(input, volume);
  const cells: Record<HostName, Cell> = {};
  for (const {hostname} of input.config.nodes.controllers) {
    const reading = readingOf(input.snapshot, 'glusterfs', hostname);
    if (reading.kind === 'lost') {
      const lost = lostCell(input, 'glusterfs', hostname, reading);
      cells[hostname] = lost.cell;
      findings.push(...lost.findings);
    } else if (reading.kind === 'none') {
      cells[hostname] = noneCell(reading.why);
      if (deployed && reading.why === 'not-deployed') findings.push(notHere(hostname));
    } else if (!deployed) cells[hostname] = noneCell('not-deployed');
    else {
      findings.push(...memberFindings(input, hostname, reading.value));
      cells[hostname] = seenCell(reading.value, reading.at, findings, hostname, bricks);
    }
  }
  const tolerance = deployed ? glusterTolerance(input, volume, bricks) : null;
  return partOf({cells, findings, tolerance, line: lineOf(cells, volume, bricks), facts: factsOf(volume, bricks)});
}

/** Installed packages alone are no deployment: a pool, a volume, a mount or its promise in fstab is. */
function isPoolDeployed(input: JudgeInput, members: readonly HostName[]): boolean {
  const any = members.some((host) => {
    const facts = seenValue(readingOf(input.snapshot, 'glusterfs', host));
    return facts !== undefined && isDeployed(facts);
  });
  return any || (seenValue(input.snapshot.shared.glusterVolume)?.volume ?? null) !== null;
}

function sharedFindings(input: JudgeInput, told: ToldVolume | null): readonly Finding[] {
  const reading = input.snapshot.shared.glusterVolume;
  if (reading.kind === 'lost') return lostVolumeFindings(input, reading);
  if (told !== null) return volumeFindings(input, told);
  if (reading.kind !== 'seen') return [];
  const params = {volume: input.config.storage.gluster.volume_name, volumes: reading.value.volumes.join(', ') || '–'};
  const evidence = {command: 'gluster volume info', raw: params.volumes, at: reading.at};
  return [
    {
      code: 'GlusterVolumeMissing',
      level: 'critical',
      where: 'cluster',
      service: 'glusterfs',
      params,
      evidence,
      remedy: 'start',
    },
  ];
}

function notHere(host: HostName): Finding {
  return {
    code: 'GlusterNotDeployedHere',
    level: 'warning',
    where: host,
    service: 'glusterfs',
    params: {},
    remedy: 'start',
  };
}

function seenCell(
  facts: GlusterFacts,
  at: number,
  findings: readonly Finding[],
  host: HostName,
  bricks: BrickView,
): Cell {
  const brick = bricks.byHost.get(host);
  return {
    reading: 'seen',
    level: levelOn(findings, host),
    word: wordOf(facts, brick, findings, host),
    at,
    facts: {
      glusterd: facts.unit.active,
      brick: brick === undefined ? null : brick.online ? 'online' : 'offline',
      brick_path: brick?.path ?? null,
      heal_pending: brick?.healPending ?? null,
      split_brain: brick?.splitBrain ?? null,
      peers_connected: facts.peers.filter((peer) => peer.connected).length,
      peers: facts.peers.length,
      mount: facts.mount === null ? 'none' : facts.mountAnswers === false ? 'hung' : 'mounted',
      mount_source: facts.mount?.source ?? null,
      self_heal: facts.selfHealProcess,
      write_check_age_seconds: facts.writeCheckAgeSeconds,
      op_version: facts.version,
    },
  };
}

function wordOf(
  facts: GlusterFacts,
  brick: {readonly online: boolean} | undefined,
  findings: readonly Finding[],
  host: HostName,
): Message {
  if (facts.mount !== null && facts.mountAnswers === false) return word('gluster.mount-hangs');
  if (brick !== undefined && !brick.online) return word('gluster.brick-down');
  if (facts.unit.active !== 'active') return word('gluster.glusterd-down');
  const rejected = findings.some((finding) => finding.where === host && finding.code === 'GlusterPeerRejected');
  if (rejected) return word('gluster.rejected');
  if (brick === undefined) return word(facts.mount === null ? 'gluster.no-mount' : 'gluster.mount');
  return word(facts.mount === null ? 'gluster.brick-no-mount' : 'gluster.brick-mount');
}

function lineOf(cells: Readonly<Record<HostName, Cell>>, volume: Volume | null, bricks: BrickView): Message {
  if (Object.values(cells).every((cell) => cell.level === 'none')) return quietLine(cells);
  const up = {online: bricks.online, total: bricks.total};
  if (volume === null) return bricks.total === 0 ? word('gluster.no-volume') : word('gluster.bricks-blind', up);
  if (!volume.started) return word('gluster.volume-stopped', {volume: volume.name});
  const pending = entriesOf(volume, (brick) => brick.healPending);
  const heal = pending === null ? word('gluster.heal-unknown') : word('gluster.heal', {count: pending});
  return joined([word('gluster.bricks', up), heal]);
}

function factsOf(volume: Volume | null, bricks: BrickView): JudgePart['verdict']['facts'] {
  return {
    volume: volume?.name ?? null,
    started: volume?.started ?? null,
    bricks_online: bricks.total === 0 ? null : bricks.online,
    bricks: bricks.total === 0 ? null : bricks.total,
    replica: volume?.replicaCount ?? null,
    heal_pending: volume === null ? null : entriesOf(volume, (brick) => brick.healPending),
    split_brain: volume === null ? null : entriesOf(volume, (brick) => brick.splitBrain),
  };
}
