// Judges the volume as one vantage told it: bricks, quorum, heals, split-brain, options (ha-operations §2.3, §7.1).

import type {ClusterConfig} from '../../config/schema.ts';
import type {GlusterVolumeFacts} from '../../model/facts.ts';
import type {Finding} from '../../model/finding.ts';
import type {FindingLevel} from '../../model/level.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {confirmation} from '../confirmed.ts';
import type {JudgeInput} from '../judge-part.ts';
import type {ToldVolume} from './untold-bricks.ts';
import {replicaSets, setSlack} from './volume-quorum.ts';

export type Volume = NonNullable<GlusterVolumeFacts['volume']>;

export function volumeFindings(input: JudgeInput, {volume, unseen}: ToldVolume): readonly Finding[] {
  if (!volume.started) return [found('GlusterVolumeStopped', 'critical', 'cluster', {volume: volume.name}, 'start')];
  return [
    ...brickFindings(volume, unseen),
    ...healFindings(input, volume),
    ...shapeFindings(input.config, volume),
    ...optionFindings(volume),
  ];
}

/** Quorum is only said to be lost if it is lost even with every unseen brick counted as up. */
function brickFindings(volume: Volume, unseen: readonly HostName[]): readonly Finding[] {
  const quorum = volume.options['cluster.quorum-type'];
  const isUnseen = (host: HostName): boolean => unseen.includes(host);
  return replicaSets(volume.bricks, volume.replicaCount).flatMap((set) => {
    const down = set.filter((brick) => !brick.online && !isUnseen(brick.host));
    const each = set
      .filter((brick) => !brick.online)
      .map((brick) => {
        const params = {brick: brick.path, volume: volume.name};
        return isUnseen(brick.host)
          ? found('GlusterBrickUnseen', 'unknown', brick.host, params)
          : found(
              brick.pid !== null && brick.clientsConnect === false ? 'GlusterBrickUnreachable' : 'GlusterBrickDown',
              'warning',
              brick.host,
              params,
              'start',
            );
      });
    const best = set.map((brick) => ({...brick, online: brick.online || isUnseen(brick.host)}));
    if (setSlack(best, quorum) >= 0) return each;
    const names = down.map((brick) => brick.host).join(', ');
    return [...each, found('GlusterQuorumLost', 'critical', 'cluster', {volume: volume.name, names}, 'start')];
  });
}

type Count = (brick: Volume['bricks'][number]) => number | null;

/**
 * Entries of the volume: every good brick of a replica set lists the same ones, so the set's largest list counts. null as soon
 * as one connected brick did not tell: unknown is not 0.
 */
export function entriesOf(volume: Volume, count: Count): number | null {
  let sum = 0;
  for (const set of replicaSets(volume.bricks, volume.replicaCount)) {
    if (set.some((brick) => brick.online && brick.untold !== true && count(brick) === null)) return null;
    sum += Math.max(0, ...set.map((brick) => count(brick) ?? 0));
  }
  return sum;
}

function healFindings(input: JudgeInput, volume: Volume): readonly Finding[] {
  const split = volume.bricks.filter((brick) => (brick.splitBrain ?? 0) > 0);
  const pending = entriesOf(volume, (brick) => brick.healPending);
  const splitFindings = split.map((brick) =>
    found('GlusterSplitBrainFiles', 'critical', brick.host, {count: brick.splitBrain ?? 0, volume: volume.name}),
  );
  if (pending === null)
    return [...splitFindings, found('GlusterHealUnknown', healUnknownLevel(volume), 'cluster', {volume: volume.name})];
  if (pending === 0) return splitFindings;
  return [
    ...splitFindings,
    found('GlusterHealPending', healLevel(input, volume), 'cluster', {count: pending, volume: volume.name}),
  ];
}

/** While a brick is down there is no tolerance left and heals must wait anyway; glfsheal then needs 10 s and more to answer. */
function healUnknownLevel(volume: Volume): FindingLevel {
  return volume.bricks.some((brick) => !brick.online) ? 'info' : 'unknown';
}

/**
 * While a brick is down heals must wait, and the brick's own finding warns. With all bricks up a pending heal means that a copy
 * is stale, so another loss may cost data: a warning, once it was seen twice (a write in flight looks the same for a moment).
 */
function healLevel(input: JudgeInput, volume: Volume): FindingLevel {
  if (volume.bricks.some((brick) => !brick.online)) return 'info';
  const twice = confirmation(input, (earlier) => {
    const before = seenValue(earlier.shared.glusterVolume)?.volume;
    return before === null || before === undefined
      ? undefined
      : (entriesOf(before, (brick) => brick.healPending) ?? 0) > 0;
  });
  return twice === 'confirmed' ? 'warning' : 'info';
}

/** Gluster counts an arbiter among the replicas: what is configured as 2 with an arbiter it calls replica 3. */
function shapeFindings(config: ClusterConfig, volume: Volume): readonly Finding[] {
  const {replica_count, arbiter} = config.storage.gluster;
  const [wanted, arbiters] = [replica_count + (arbiter ? 1 : 0), arbiter ? 1 : 0];
  const replica = Math.max(1, volume.replicaCount);
  if (replica === wanted && volume.arbiterCount === arbiters) return [];
  const shown = (count: number, arbiters: number): string =>
    arbiters > 0 ? `${count} arbiter ${arbiters}` : `${count}`;
  const params = {replica: shown(replica, volume.arbiterCount), wanted: shown(wanted, arbiters)};
  return [found('GlusterShapeDiffers', 'warning', 'cluster', {volume: volume.name, ...params})];
}

/** Settings without which replicas can diverge (§7.1, L15). What is not set has gluster's default: quorum `auto` for replica 3. */
function optionFindings(volume: Volume): readonly Finding[] {
  if (volume.replicaCount < 2) return [];
  const option = (name: string): string | undefined => volume.options[name];
  const wrong: Finding[] = [];
  const say = (name: string, value: string, wanted: string, level: FindingLevel): void => {
    wrong.push(found('GlusterOption', level, 'cluster', {option: name, value, wanted, volume: volume.name}, 'start'));
  };
  const quorum = option('cluster.quorum-type');
  if (quorum !== undefined && quorum !== 'auto') say('cluster.quorum-type', quorum, 'auto', 'warning');
  const server = option('cluster.server-quorum-type');
  if (server !== 'server' && volume.replicaCount >= 3)
    say('cluster.server-quorum-type', server ?? 'not set', 'server', 'warning');
  const policy = option('cluster.favorite-child-policy');
  if (policy !== undefined && policy !== 'none') say('cluster.favorite-child-policy', policy, 'none', 'warning');
  if (/^(off|false|no|0|disable)$/.test(option('cluster.self-heal-daemon') ?? '')) {
    say('cluster.self-heal-daemon', 'off', 'on', 'warning');
  }
  return wrong;
}

function found(
  code: string,
  level: FindingLevel,
  where: HostName | 'cluster',
  params: Finding['params'],
  remedy?: string,
): Finding {
  return {code, level, where, service: 'glusterfs', params, ...(remedy === undefined ? {} : {remedy})};
}
