// Asks one controller for its own view of Gluster: daemon, pool, mount, processes. Nothing here takes a pool-wide lock.

import {isHpchaError} from '../../model/error.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {GlusterFacts} from '../../model/facts.ts';
import type {HostReader} from '../../transport/host.ts';
import {type Answers, answersOf, linesByFile, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/gluster.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {isRunning, parseUnitShow} from '../unit-show.ts';
import {glusterdInfo, inFstab, mountAt, parseGlusterProcesses, writeCheckAge} from './parse-gluster-host.ts';
import {type PoolView, parsePool} from './parse-pool.ts';

export const glusterProbe: PerHostProbeDefinition<'glusterfs'> = {
  per: 'host',
  id: 'glusterfs',
  service: 'glusterfs',
  intervalMs: 5_000,
  timeoutMs: 7_000,
  read: async (reader, {config}, signal) => {
    const [results, mountAnswer] = await Promise.all([
      reader.lookAll(localLooks, signal),
      askMount(reader, config, signal),
    ]);
    const answers = answersOf(results);
    const show = mustHave(answers, catalogue.glusterUnitLook(), reader.host).stdout;
    const unit = parseUnitShow(show, catalogue.glusterUnits, reader.host).get('glusterd.service');
    if (unit === undefined || unit.active === 'not-found') return 'not-deployed';
    const files = linesByFile(mustHave(answers, catalogue.glusterFilesLook(), reader.host).stdout);
    const info = glusterdInfo(files.get('/var/lib/glusterd/glusterd.info') ?? []);
    const mount = mountAt(files.get('/proc/mounts') ?? [], config.storage.gluster.mount_point);
    const pool = isRunning(unit) ? poolOf(answers, reader) : null;
    return {
      unit,
      version: info.version,
      uuid: pool?.uuid ?? info.uuid,
      peers: pool?.peers ?? [],
      mount,
      mountInFstab: inFstab(files.get('/etc/fstab') ?? [], config.storage.gluster.mount_point),
      mountAnswers: mount === null ? null : mountAnswer.answers,
      mountError: mount === null ? null : mountAnswer.error,
      ...parseGlusterProcesses(mustHave(answers, catalogue.glusterProcessesLook(), reader.host).stdout),
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
  catalogue.glusterPoolLook(),
  catalogue.glusterFilesLook(),
  catalogue.glusterProcessesLook(),
  catalogue.glusterWriteCheckLook(),
];

/** glusterd runs, so it must say who its peers are: no answer is a lost reading, never "no peers". */
function poolOf(answers: Answers, reader: HostReader): PoolView {
  return parsePool(mustHave(answers, catalogue.glusterPoolLook(), reader.host).stdout, reader.host);
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
