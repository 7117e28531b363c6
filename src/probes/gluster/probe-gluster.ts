// Asks one controller for its own view of Gluster: daemon, pool, mount, processes. Nothing here takes a pool-wide lock.

import type {ClusterConfig} from '../../config/schema.ts';
import {isHpchaError} from '../../model/error.ts';
import type {GlusterFacts} from '../../model/facts.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, linesByFile, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/gluster.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {isRunning, parseUnitShow} from '../unit-show.ts';
import {
  brickIndex,
  brickLinks,
  fstabOptions,
  glusterdInfo,
  inFstab,
  mountAt,
  parseGlusterProcesses,
  writeCheckAge,
} from './parse-gluster-host.ts';
import {type PoolView, parsePool} from './parse-pool.ts';
import {peersBySigns} from './pool-signs.ts';

export const glusterProbe: PerHostProbeDefinition<'glusterfs'> = {
  per: 'host',
  id: 'glusterfs',
  service: 'glusterfs',
  intervalMs: 5_000,
  timeoutMs: 7_000,
  read: async (reader, {config}, signal) => {
    const [results, mountAnswer, links] = await Promise.all([
      reader.lookAll([...localLooks, catalogue.glusterIndexLook(config)], signal),
      askMount(reader, config, signal),
      askClients(reader, config, signal),
    ]);
    const answers = answersOf(results);
    const show = mustHave(answers, catalogue.glusterUnitLook(), reader.host).stdout;
    const unit = parseUnitShow(show, catalogue.glusterUnits, reader.host).get('glusterd.service');
    if (unit === undefined || unit.active === 'not-found') return 'not-deployed';
    const files = linesByFile(mustHave(answers, catalogue.glusterFilesLook(), reader.host).stdout);
    const info = glusterdInfo(files.get('/var/lib/glusterd/glusterd.info') ?? []);
    const mount = mountAt(files.get('/proc/mounts') ?? [], config.storage.gluster.mount_point);
    const {daemonStuck, ...processes} = parseGlusterProcesses(
      mustHave(answers, catalogue.glusterProcessesLook(), reader.host).stdout,
    );
    const signs = daemonStuck ? null : signsOf(answers, files, reader, config);
    const peers = isRunning(unit) ? (signs ?? (await askPool(reader, signal)).peers) : [];
    const options = fstabOptions(files.get('/etc/fstab') ?? [], config.storage.gluster.mount_point);
    return {
      unit,
      version: info.version,
      uuid: info.uuid,
      peers,
      mount,
      mountInFstab: inFstab(files.get('/etc/fstab') ?? [], config.storage.gluster.mount_point),
      ...(options === undefined ? {} : {fstabOptions: options}),
      mountAnswers: mount === null ? null : mountAnswer.answers,
      mountError: mount === null ? null : mountAnswer.error,
      ...processes,
      brickIndex: indexOf(answers, reader, config),
      brickLinks: mount === null ? null : links,
      writeCheckAgeSeconds: writeCheckAge(
        mustHave(answers, catalogue.glusterWriteCheckLook(), reader.host).stdout,
        catalogue.writeCheckMark,
        catalogue.nowFile,
      ),
    };
  },
};

const localLooks = [
  catalogue.glusterUnitLook(),
  catalogue.glusterFilesLook(),
  catalogue.glusterProcessesLook(),
  catalogue.glusterLinksLook(),
  catalogue.glusterWriteCheckLook(),
];

function signsOf(
  answers: Answers,
  files: ReadonlyMap<string, readonly string[]>,
  reader: HostReader,
  config: ClusterConfig,
): GlusterFacts['peers'] | null {
  return peersBySigns(files, mustHave(answers, catalogue.glusterLinksLook(), reader.host).stdout, config);
}

/** glusterd runs, so it must say who its peers are: no answer is a lost reading, never "no peers". */
async function askPool(reader: HostReader, signal: AbortSignal): Promise<PoolView> {
  return parsePool((await reader.look(catalogue.glusterPoolLook(), signal)).stdout, reader.host);
}

function indexOf(answers: Answers, reader: HostReader, config: ClusterConfig): GlusterFacts['brickIndex'] {
  const output = mustHave(answers, catalogue.glusterIndexLook(config), reader.host);
  return brickIndex(output.stdout, config.storage.gluster.brick_path);
}

/** A mount that does not say it is the mount's fault and is judged elsewhere; here it only means that we do not know. */
async function askClients(reader: HostReader, config: ClusterConfig, signal: AbortSignal) {
  try {
    return brickLinks((await reader.look(catalogue.glusterClientsLook(config), signal)).stdout);
  } catch (thrown) {
    if (!isHpchaError(thrown) || (thrown.code !== 'command' && thrown.code !== 'timeout')) throw thrown;
    return null;
  }
}

type MountAnswer = {readonly answers: boolean; readonly error: string | null};

/** A mount that fails or hangs is a fact about the mount; it must not cost us the other facts. */
async function askMount(reader: HostReader, config: ClusterConfig, signal: AbortSignal): Promise<MountAnswer> {
  try {
    const output = await reader.look(catalogue.glusterMountLook(config), signal);
    return {answers: true, error: output.stderr.trim() || null};
  } catch (thrown) {
    if (!isHpchaError(thrown) || (thrown.code !== 'command' && thrown.code !== 'timeout')) throw thrown;
    return {answers: false, error: thrown.what};
  }
}
