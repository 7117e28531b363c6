// Asks one elected controller about the volume: bricks, self-heal daemons, heal counts. Pool-wide locks, so never all at once.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {isHpchaError} from '../../model/error.ts';
import type {GlusterVolumeFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {HostReader} from '../../transport/host.ts';
import {answersOf, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/gluster.ts';
import {pause} from '../pause.ts';
import type {PerClusterProbeDefinition} from '../probe.ts';
import {isRunning} from '../unit-show.ts';
import {healBySigns} from './brick-signs.ts';
import {
  type HealCounts,
  hostNamer,
  joinVolume,
  parseHealSummary,
  parseVolumeFiles,
  parseVolumeInfo,
  parseVolumeStatus,
  type VolumeInfo,
  type VolumeStatus,
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
  read: async (reader, context, signal) => {
    const {config} = context;
    const [files, own] = await Promise.all([
      reader.lookAll([catalogue.glusterVolumeFilesLook()], signal),
      Promise.race([context.ownWords(), pause(quickWordsMs, signal).then(() => null)]),
    ]);
    const volumes = parseVolumeFiles(
      mustHave(answersOf(files), catalogue.glusterVolumeFilesLook(), reader.host).stdout,
    );
    const quiet = own === null ? null : healBySigns(volumes, own, reader.host, context);
    const well = quiet === null ? null : bySigns(volumes, quiet.counts, reader, config);
    if (quiet !== null && well !== null) return {...well, nothingPendingAt: quiet.since};
    const told = await askClient(volumes, reader, config, signal);
    return told === 'not-deployed' || !isAllQuiet(told) ? told : {...told, nothingPendingAt: context.now()};
  },
};

/** Every brick told its count, and it was none. */
function isAllQuiet({volume}: GlusterVolumeFacts): boolean {
  return volume?.bricks.every(({healPending, splitBrain}) => healPending === 0 && splitBrain === 0) === true;
}

/** What the controllers say of their own bricks is there within this on a healthy cluster; whoever takes longer is a doubt. */
const quickWordsMs = 1_000;

/** glfsheal, a real client, tells what is pending; where it finds a doubt too, glusterd has the word. */
async function askClient(
  volumes: readonly VolumeInfo[],
  reader: HostReader,
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<GlusterVolumeFacts | 'not-deployed'> {
  const heal = askHeal(reader, config, signal);
  // The rest may fail before anybody waits for it; where it is waited for, its failure is seen there.
  heal.catch(() => undefined);
  const early = await Promise.race([heal, pause(quickHealMs, signal).then(() => 'slow' as const)]);
  const well = early === 'slow' ? null : bySigns(volumes, early, reader, config);
  if (well !== null) return well;
  const told = await askDaemonPatiently(reader, config, signal);
  if (told === 'not-deployed') return told;
  // A brick that is down makes glfsheal wait for it (10 s and more); its counts then decide nothing that must be known now.
  const summary = early !== 'slow' ? early : told.status === null || hasGap(told) ? null : await heal;
  return joined(told, summary, reader, config);
}

/** A healthy volume's heal summary takes a tenth of this. */
const quickHealMs = 800;

async function askDaemonPatiently(
  reader: HostReader,
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<DaemonWord | 'not-deployed'> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askDaemon(reader, config, signal);
    } catch (thrown) {
      if (!isHpchaError(thrown) || thrown.code !== 'locked' || attempt === attempts) throw thrown;
      // Somebody else holds the pool's lock: a little later, and not at the same moment as they (ha-operations §2.3).
      await pause(60 + Math.random() * 140 * attempt, signal);
    }
  }
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

/** All is well by the signs, or null: then somebody who knows more is asked. */
function bySigns(
  volumes: readonly VolumeInfo[],
  heal: HealSummary,
  reader: HostReader,
  config: ClusterConfig,
): GlusterVolumeFacts | null {
  const info = volumes.find((volume) => volume.name === config.storage.gluster.volume_name);
  const volume = info === undefined ? null : volumeBySigns(info, heal, hostNamer(config, reader.host));
  return volume === null ? null : {askedOf: reader.host, volumes: volumes.map((each) => each.name), volume};
}

/** What glusterd says of the pool's volumes; `status` is null where the volume is missing or not started. */
type DaemonWord = {
  readonly volumes: readonly string[];
  readonly info: VolumeInfo | undefined;
  readonly status: VolumeStatus | null;
};

async function askDaemon(
  reader: HostReader,
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<DaemonWord | 'not-deployed'> {
  const looks = [catalogue.glusterVolumeInfoLook(), catalogue.glusterVolumeStatusLook(config)];
  const answers = answersOf(await reader.lookAll(looks, signal));
  const asked = answers.get(catalogue.glusterVolumeInfoLook().name);
  if (asked?.kind === 'error' && asked.error.code === 'missing') return 'not-deployed';
  const text = mustHave(answers, catalogue.glusterVolumeInfoLook(), reader.host).stdout;
  const all = parseVolumeInfo(text, reader.host);
  const info = all.find((volume) => volume.name === config.storage.gluster.volume_name);
  const volumes = all.map((volume) => volume.name);
  if (info === undefined || !info.started) return {volumes, info, status: null};
  const status = mustHave(answers, catalogue.glusterVolumeStatusLook(config), reader.host).stdout;
  return {volumes, info, status: parseVolumeStatus(status, reader.host)};
}

function hasGap({info, status}: DaemonWord): boolean {
  return info === undefined || info.bricks.some((brick) => status?.bricks.get(brick)?.online !== true);
}

function joined(told: DaemonWord, heal: HealSummary, reader: HostReader, config: ClusterConfig): GlusterVolumeFacts {
  const {info, status, volumes} = told;
  const volume = info === undefined ? null : joinVolume(info, status, heal, hostNamer(config, reader.host));
  return {askedOf: reader.host, volumes, volume};
}

/** A heal summary that fails leaves the counts unknown; the bricks are still worth knowing. */
async function askHeal(reader: HostReader, config: ClusterConfig, signal: AbortSignal): Promise<HealSummary> {
  try {
    return parseHealSummary((await reader.look(catalogue.glusterHealLook(config), signal)).stdout, reader.host);
  } catch (thrown) {
    if (!isHpchaError(thrown)) throw thrown;
    return null;
  }
}
