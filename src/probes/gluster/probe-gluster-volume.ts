// Asks one elected controller about the volume: bricks, self-heal daemons, heal counts. Pool-wide locks, so never all at once.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {isHpchaError} from '../../model/error.ts';
import type {GlusterVolumeFacts} from '../../model/facts.ts';
import type {Look} from '../../model/look.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/gluster.ts';
import {pause} from '../pause.ts';
import type {PerClusterProbeDefinition} from '../probe.ts';
import {isRunning} from '../unit-show.ts';
import {
  type HealCounts,
  hostNamer,
  joinVolume,
  parseHealSummary,
  parseVolumeFiles,
  parseVolumeInfo,
  parseVolumeStatus,
  type VolumeInfo,
  volumeBySigns,
} from './parse-volume.ts';

const attempts = 4;

export const glusterVolumeProbe: PerClusterProbeDefinition<'glusterVolume'> = {
  per: 'cluster',
  id: 'glusterVolume',
  service: 'glusterfs',
  intervalMs: 10_000,
  timeoutMs: 9_000,
  vantages,
  isWhole,
  read: async (reader, {config}, signal) => {
    const first = answersOf(await reader.lookAll(cheapLooks(config), signal));
    const heal = healOf(first, config, reader);
    const bySigns = signsOf(first, heal, reader, config);
    if (bySigns !== null) return bySigns;
    for (let attempt = 1; ; attempt++) {
      try {
        return await askDaemon(reader, config, heal, signal);
      } catch (thrown) {
        if (!isHpchaError(thrown) || thrown.code !== 'locked' || attempt === attempts) throw thrown;
        // Somebody else holds the pool's lock: a little later, and not at the same moment as they (ha-operations §2.3).
        await pause(60 + Math.random() * 140 * attempt, signal);
      }
    }
  },
};

function cheapLooks(config: ClusterConfig): readonly Look[] {
  return [catalogue.glusterVolumeFilesLook(), catalogue.glusterHealLook(config)];
}

/** Controllers whose glusterd was last seen running come first; the order is otherwise the columns'. */
function vantages(snapshot: Snapshot, config: ClusterConfig): readonly HostName[] {
  const hosts = controllersOf(config, 'glusterfs').map((controller) => controller.hostname);
  const runs = (host: HostName): boolean => {
    const reading = readingOf(snapshot, 'glusterfs', host);
    return reading.kind === 'seen' && isRunning(reading.value.unit);
  };
  return [...hosts.filter(runs), ...hosts.filter((host) => !runs(host))];
}

/** One node's opinion is never the cluster's state (ha-operations §0): a vantage that reaches a minority of bricks may be cut off. */
function isWhole({volume}: GlusterVolumeFacts): boolean {
  if (volume === null || !volume.started) return true;
  const told = volume.bricks.filter((brick) => brick.untold !== true).length;
  return told > volume.bricks.length / 2;
}

type HealSummary = ReadonlyMap<string, HealCounts> | null;

/** All is well by the signs of a real client, or null: then the daemon has the word. */
function signsOf(
  answers: Answers,
  heal: HealSummary,
  reader: HostReader,
  config: ClusterConfig,
): GlusterVolumeFacts | null {
  const volumes = parseVolumeFiles(mustHave(answers, catalogue.glusterVolumeFilesLook(), reader.host).stdout);
  const info = volumes.find((volume) => volume.name === config.storage.gluster.volume_name);
  const volume = info === undefined ? null : volumeBySigns(info, heal, hostNamer(config, reader.host));
  return volume === null ? null : {askedOf: reader.host, volumes: volumes.map((each) => each.name), volume};
}

async function askDaemon(
  reader: HostReader,
  config: ClusterConfig,
  heal: HealSummary,
  signal: AbortSignal,
): Promise<GlusterVolumeFacts | 'not-deployed'> {
  const looks = [catalogue.glusterVolumeInfoLook(), catalogue.glusterVolumeStatusLook(config)];
  const answers = answersOf(await reader.lookAll(looks, signal));
  const asked = answers.get(catalogue.glusterVolumeInfoLook().name);
  if (asked?.kind === 'error' && asked.error.code === 'missing') return 'not-deployed';
  const text = mustHave(answers, catalogue.glusterVolumeInfoLook(), reader.host).stdout;
  const volumes = parseVolumeInfo(text, reader.host);
  const info = volumes.find((volume) => volume.name === config.storage.gluster.volume_name);
  return {
    askedOf: reader.host,
    volumes: volumes.map((volume) => volume.name),
    volume: info === undefined ? null : volumeOf(info, answers, heal, reader, config),
  };
}

function volumeOf(
  info: VolumeInfo,
  answers: Answers,
  heal: HealSummary,
  reader: HostReader,
  config: ClusterConfig,
): NonNullable<GlusterVolumeFacts['volume']> {
  const nameOf = hostNamer(config, reader.host);
  if (!info.started) return joinVolume(info, null, null, nameOf);
  const statusText = mustHave(answers, catalogue.glusterVolumeStatusLook(config), reader.host).stdout;
  return joinVolume(info, parseVolumeStatus(statusText, reader.host), heal, nameOf);
}

/** A heal summary that fails leaves the counts unknown; the bricks are still worth knowing. */
function healOf(answers: Answers, config: ClusterConfig, reader: HostReader): ReadonlyMap<string, HealCounts> | null {
  try {
    return parseHealSummary(mustHave(answers, catalogue.glusterHealLook(config), reader.host).stdout, reader.host);
  } catch (thrown) {
    if (!isHpchaError(thrown) || thrown.code === 'cancelled') throw thrown;
    return null;
  }
}
