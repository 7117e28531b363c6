// What is still known of the bricks when the volume itself does not answer: each controller's own processes.

import {brickControllers, controllersOf} from '../../config/order.ts';
import type {Finding} from '../../model/finding.ts';
import {seenValue} from '../../model/reading.ts';
import type {HostName} from '../../model/service.ts';
import {readingOf} from '../../model/snapshot.ts';
import type {JudgeInput} from '../judge-part.ts';
import type {LostReading} from '../lost-cell.ts';
import {witnessOf} from '../peer-witness.ts';
import type {Volume} from './judge-volume.ts';

export type SeenBrick = {
  readonly path: string;
  readonly online: boolean;
  readonly healPending: number | null;
  readonly splitBrain: number | null;
};

export type BrickView = {
  readonly total: number;
  readonly online: number;
  readonly byHost: ReadonlyMap<HostName, SeenBrick>;
};

/** From the volume where it answered; else from the processes that each controller sees, where a silent one counts as down. */
export function brickView(input: JudgeInput, volume: Volume | null): BrickView {
  if (volume !== null) {
    return {
      total: volume.bricks.length,
      online: volume.bricks.filter((brick) => brick.online).length,
      byHost: new Map(volume.bricks.map((brick) => [brick.host, brick])),
    };
  }
  const path = input.config.storage.gluster.brick_path;
  const byHost = new Map<HostName, SeenBrick>();
  for (const {hostname} of brickControllers(input.config)) {
    const facts = seenValue(readingOf(input.snapshot, 'glusterfs', hostname));
    if (facts === undefined) continue;
    byHost.set(hostname, {path, online: facts.brickProcesses.includes(path), healPending: null, splitBrain: null});
  }
  const online = [...byHost.values()].filter((brick) => brick.online).length;
  return {total: byHost.size === 0 ? 0 : brickControllers(input.config).length, online, byHost};
}

/**
 * The volume did not answer. That is unknown, with one exception: after a controller died, glusterd's pool-wide commands hang
 * for a while although the data is served. If the loss is confirmed by peers and every mount that we can reach still answers,
 * it is a warning that says so.
 */
export function lostVolumeFindings(input: JudgeInput, reading: LostReading): readonly Finding[] {
  const members = controllersOf(input.config, 'glusterfs').map((controller) => controller.hostname);
  const gone = members.filter((host) => witnessOf(input, host).standing === 'lost');
  const explained =
    gone.length > 0 &&
    mountsAnswer(
      input,
      members.filter((host) => !gone.includes(host)),
    );
  const evidence = {command: 'gluster volume status', raw: reading.error.what, at: reading.at};
  return [
    {
      code: explained ? 'GlusterVolumeBusy' : 'GlusterVolumeUnseen',
      level: explained ? 'warning' : 'unknown',
      where: 'cluster',
      service: 'glusterfs',
      params: {volume: input.config.storage.gluster.volume_name, error: reading.error.what, gone: gone.join(', ')},
      evidence,
    },
    ...goneBricks(input, gone),
  ];
}

/** No volume needs to say so: a controller that its peers have lost serves no brick. */
function goneBricks({config}: JudgeInput, gone: readonly HostName[]): readonly Finding[] {
  const {volume_name: volume, brick_path: brick} = config.storage.gluster;
  return brickControllers(config)
    .filter(({hostname}) => gone.includes(hostname))
    .map(({hostname}) => ({
      code: 'GlusterBrickDown',
      level: 'warning',
      where: hostname,
      service: 'glusterfs',
      params: {brick, volume},
      remedy: 'start',
    }));
}

function mountsAnswer(input: JudgeInput, hosts: readonly HostName[]): boolean {
  return (
    hosts.length > 0 &&
    hosts.every((host) => seenValue(readingOf(input.snapshot, 'glusterfs', host))?.mountAnswers === true)
  );
}
