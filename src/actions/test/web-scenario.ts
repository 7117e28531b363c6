// Scenario of the web services: every service through every controller's nginx and the virtual address, and somebody's whole visit.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Finding} from '../../model/finding.ts';
import type {Step} from '../../model/plan.ts';
import {webServices} from '../../model/web/services.ts';
import {testAccount} from '../../model/web/test-account.ts';
import {program} from '../phases/web/places.ts';
import {check} from '../step.ts';
import {act, nothing, type Scenario, stage} from './scenario.ts';

/** Less than its own 150 s would be cut off before it has said what is wrong. */
const visitTimeoutMs = 180_000;

const stages = {
  prove: stage('web', 'prove', 'every service through nginx'),
  // Here and below one after the other: what they make and take away is the cluster's, and nginx counts who signs in by address.
  prepare: stage('web', 'prepare', 'the account of the test', 'rolling'),
  visit: stage('web', 'visit', 'signed in, files, a job and its events, signed out', 'rolling'),
  clean: stage('web', 'clean', 'user, job, files and account of the test are taken away', 'rolling'),
};

/**
 * `account`: a Unix account that is on all machines and that nobody signs in with; null: one is made on the controllers for the run.
 * Without shared storage nobody has a place for files or a job's output, so neither is tried, and the note says so.
 */
export function webScenario(config: ClusterConfig, account: string | null = null): Scenario {
  const controllers = controllersOf(config, 'web');
  if (controllers.length === 0) return nothing;
  const {vip} = config.network;
  const services = webServices.map(({name, path}) => `${name}:${path}`);
  const withAddress = controllersOf(config, 'keepalived').length > 0;
  const wish = wishOf(config, account ?? testAccount.name);
  const trip = (...words: readonly string[]) => [program, 'web-round-trip', ...words, ...wish.words] as const;
  const steps = controllers.flatMap(({hostname: on, ip_address: own}): readonly Step[] => {
    const ways = withAddress ? [own, vip] : [own];
    const way = withAddress ? vip : own;
    return [
      ...ways.map((address) =>
        act(stages.prove, {
          on,
          title: `reach every service through ${nameOf(address, vip)}`,
          argv: ['true'],
          after: [check('web-site-answers', {address, services})],
        }),
      ),
      act(stages.prepare, {
        on,
        title: wish.account === null ? 'take away what tests left' : `prepare the account ${wish.account}`,
        argv: trip('prepare'),
      }),
      act(stages.visit, {
        on,
        title: `sign in, work and sign out through ${nameOf(way, vip)}`,
        argv: trip(way),
        timeoutMs: visitTimeoutMs,
      }),
      act(stages.clean, {on, title: 'take away what the test made', argv: trip('sweep')}),
    ];
  });
  return {...nothing, stages: Object.values(stages), steps, notes: [wish.note]};
}

type Wish = {readonly account: string | null; readonly words: readonly string[]; readonly note: Finding};

/** What a visit can do here, as words of its command, and what of it stays or is not tried, as a note. */
function wishOf(config: ClusterConfig, account: string): Wish {
  const note = (code: string, params: Readonly<Record<string, string | number>>): Finding => {
    return {code, level: 'info', where: 'cluster', service: 'web', params: {test: 'web', ...params}};
  };
  if (controllersOf(config, 'glusterfs').length === 0) {
    return {account: null, words: [], note: note('TestWebPartly', {})};
  }
  const words = ['--account', account];
  const partition = config.slurm.partitions.find((each) => each.default) ?? config.slurm.partitions[0];
  const hasSlurm = controllersOf(config, 'slurm').length > 0 && config.nodes.compute_nodes.length > 0;
  if (!hasSlurm || partition === undefined) return {account, words, note: note('TestWebWithoutJob', {account})};
  return {account, words: [...words, '--partition', partition.name], note: note('TestWebTraces', {account})};
}

function nameOf(address: string, vip: string): string {
  return address === vip ? 'the virtual address' : 'its own nginx';
}
