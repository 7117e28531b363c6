// All phases in the order in which they run (README: 0 prepare … 7 verify).

import {glusterfsPhase} from './glusterfs.ts';
import {keepalivedPhase} from './keepalived.ts';
import {mariadbPhase} from './mariadb.ts';
import type {Phase} from './phase.ts';
import {preparePhase} from './prepare.ts';
import {redisPhase} from './redis.ts';
import {slurmPhase} from './slurm.ts';
import {verifyPhase} from './verify.ts';
import {webPhase} from './web.ts';

export const phases: readonly Phase[] = [
  preparePhase,
  glusterfsPhase,
  mariadbPhase,
  redisPhase,
  slurmPhase,
  keepalivedPhase,
  webPhase,
  verifyPhase,
];
