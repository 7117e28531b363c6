// Scenario of Slurm: a job runs through every controller's client, and a job submitted on one is seen on all.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import {slurmPlaces} from '../phases/slurm/places.ts';
import {jobScript} from '../phases/verify/proofs.ts';
import {check} from '../step.ts';
import {act, nothing, type Scenario, stage} from './scenario.ts';

/** Without compute nodes in the configuration there is no Slurm to test. */
export function slurmScenario(config: ClusterConfig): Scenario {
  const hosts = controllersOf(config, 'slurm').map(({hostname}) => hostname);
  const partition = config.slurm.partitions.find((each) => each.default) ?? config.slurm.partitions[0];
  if (hosts.length === 0 || partition === undefined || config.nodes.compute_nodes.length === 0) return nothing;
  const {bin} = slurmPlaces(config);
  const prove = stage('slurm', 'prove', 'a job submitted on each controller, seen on all');
  const run = stage('slurm', 'run', 'a job run through each controller', 'rolling');
  const clean = stage('slurm', 'clean', 'the held jobs are cancelled');
  const steps = hosts.flatMap((on) => {
    const job = `hpcha-test-${on}`;
    const held = ['--hold', `--job-name=${job}`, `--partition=${partition.name}`, '--output=/dev/null', '--wrap=true'];
    return [
      act(prove, {
        on,
        title: `submit a held job on ${on}, see it on every controller`,
        argv: [`${bin}sbatch`, ...held],
        after: [check('slurm-queue-has', {bin, job, hosts, present: true})],
      }),
      act(run, {
        on,
        title: `run a job from ${on} on a compute node`,
        argv: ['sh', '-c', jobScript, 'hpcha-test-job', `${bin}sinfo`, `${bin}srun`, partition.name],
        timeoutMs: 90_000,
      }),
      act(clean, {
        on,
        title: `cancel the held job of ${on}`,
        argv: [`${bin}scancel`, `--name=${job}`],
        after: [check('slurm-queue-has', {bin, job, hosts, present: false})],
      }),
    ];
  });
  return {...nothing, stages: [prove, run, clean], steps};
}
