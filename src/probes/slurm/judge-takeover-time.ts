// Judges how long Slurm would be without a controller: its own time-out says so before anything fails (ha-operations §1: L19, §8.4).

import type {Finding} from '../../model/finding.ts';
import type {SlurmView} from './slurm-view.ts';

/** Slurm's own default is 120; with healthy shared state 30 s and less is reasonable (ha-operations §6.3). */
const slowSeconds = 60;

/** One finding for the cluster: slurm.conf is the same everywhere, and where it is not that is another finding. */
export function judgeTakeoverTime(view: SlurmView): readonly Finding[] {
  const confs = view.hosts.flatMap(({facts}) => (facts?.conf == null ? [] : [facts.conf]));
  const timeout = Math.max(0, ...confs.map(({controllerTimeoutSeconds}) => controllerTimeoutSeconds));
  const standbys = confs.some(({controllers}) => controllers.length > 1);
  if (!standbys || timeout < slowSeconds) return [];
  const evidence = {command: 'slurm.conf', raw: `SlurmctldTimeout=${timeout}`};
  return [
    {
      code: 'SlurmTakeoverSlow',
      level: 'info',
      where: 'cluster',
      service: 'slurm',
      params: {seconds: timeout},
      evidence,
      remedy: 'start',
    },
  ];
}
