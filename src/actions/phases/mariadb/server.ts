// Steps on every database controller before any server starts: packages, one settings file, no leftover of a bootstrap.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import type {Snapshot} from '../../../model/snapshot.ts';
import {type GaleraEvidence, isRunning, isStandalone} from '../../galera/evidence.ts';
import {packageStep} from '../../package-step.ts';
import {distributionOn, surveyOf} from '../../platform.ts';
import {render} from '../../render.ts';
import {check, step} from '../../step.ts';
import {evsOptions} from './arbitrator.ts';

export const mariadbUnit = 'mariadb.service';
/** Left where a running server's settings changed; a server at rest reads its settings when it is started. */
export const mariadbMark = 'mariadb';

const gibibyte = 1024 ** 3;

export function serverSteps(
  stage: string,
  controller: ControllerConfig,
  evidence: readonly GaleraEvidence[],
  snapshot: Snapshot,
  config: ClusterConfig,
): readonly Step[] {
  const on = controller.hostname;
  const distribution = distributionOn(snapshot, on);
  if (distribution === undefined) return [];
  const own = evidence.find(({host}) => host === on);
  const facts = own?.kind === 'seen' ? own.facts : undefined;
  return [
    packageStep(stage, on, distribution.packages.mariadb),
    markPlaceStep(stage, on),
    ...(facts !== undefined && isStandalone(facts) ? [stopStandaloneStep(stage, on)] : []),
    ...(facts === undefined ? [] : facts.bootstrapLeftovers.flatMap((leftover) => leftoverStep(stage, on, leftover))),
    step({
      stage,
      on,
      title: 'write the server settings',
      operation: {
        kind: 'file',
        path: '/etc/mysql/mariadb.conf.d/70-hpcha.cnf',
        content: render('mariadb/galera.cnf', serverSettings(controller, snapshot, config)),
        mode: '0644',
        owner: 'root',
        group: 'root',
        ...(facts !== undefined && isRunning(facts) ? {marks: [mariadbMark]} : {}),
      },
    }),
  ];
}

/** A start clears its restart mark; phase 2 alone may be the first that ever needs the place of marks. */
function markPlaceStep(stage: string, on: HostName): Step {
  const path = '/var/lib/hpcha/pending';
  const operation = {kind: 'directory', path, mode: '0755', owner: 'root', group: 'root'} as const;
  return step({stage, on, title: 'make the place of restart marks', operation});
}

/** What the template needs; exported for its test. */
export function serverSettings(controller: ControllerConfig, snapshot: Snapshot, config: ClusterConfig): object {
  const members = controllersOf(config, 'mariadb').map(({ip_address}) => ip_address);
  const gcache = config.lab ? '128M' : '1G';
  return {
    cluster: config.cluster.name,
    address: `gcomm://${members.join(',')}`,
    node: controller.hostname,
    nodeAddress: controller.ip_address,
    flush: config.database.flush_at_commit,
    bufferPool: config.database.buffer_pool ?? bufferPool(snapshot, controller.hostname, config),
    providerOptions: [`gcache.size=${gcache}`, 'gcache.recover=yes', ...evsOptions].join('; '),
  };
}

/** An eighth of the memory, at least what slurmdbd works with, at most 4 GB: the controller has other tenants. */
function bufferPool(snapshot: Snapshot, host: HostName, config: ClusterConfig): string {
  const memory = surveyOf(snapshot, host)?.memoryBytes ?? 0;
  if (config.lab) return '256M';
  const eighths = Math.floor(memory / gibibyte / 8);
  return eighths < 1 ? '512M' : `${Math.min(4, eighths)}G`;
}

/** The package's own start, or somebody's trial: it has no databases (refused otherwise) and is in no cluster. */
function stopStandaloneStep(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'stop the server that is in no cluster',
    operation: {kind: 'unit', unit: mariadbUnit, state: 'stopped'},
    before: [check('galera-not-primary'), check('galera-no-foreign-data')],
    after: [check('unit-inactive', {unit: mariadbUnit})],
  });
}

/** Row B6a of ha-operations §3.4: what an aborted bootstrap left at run time would make the next start a bootstrap. */
function leftoverStep(stage: string, on: HostName, leftover: string): readonly Step[] {
  if (leftover.startsWith('/run/')) {
    return [
      step({
        stage,
        on,
        title: 'remove the flag of an aborted bootstrap',
        operation: {
          kind: 'exec',
          argv: ['rm', '-f', leftover],
          unless: {argv: ['test', '!', '-e', leftover], expect: {kind: 'exit', codes: [0]}},
        },
      }),
    ];
  }
  if (!leftover.includes('_WSREP_NEW_CLUSTER')) return [];
  return [
    step({
      stage,
      on,
      title: 'remove the environment of an aborted bootstrap',
      operation: {
        kind: 'exec',
        argv: ['systemctl', 'unset-environment', '_WSREP_NEW_CLUSTER'],
        unless: {
          argv: ['systemctl', 'show-environment'],
          expect: {kind: 'stdout-matches', pattern: '(?<![\\s\\S])(?![\\s\\S]*^_WSREP_NEW_CLUSTER=.)'},
        },
      },
    }),
  ];
}
