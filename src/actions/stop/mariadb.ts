// Stops Galera one node at a time, the same one last every time, and records on all controllers who that was.

import type {Finding} from '../../model/finding.ts';
import type {Stage, Step} from '../../model/plan.ts';
import type {HostName} from '../../model/service.ts';
import type {ActionContext} from '../action.ts';
import {galeraEvidence, isPrimary, isRunning} from '../galera/evidence.ts';
import {arbitratorOf} from '../phases/mariadb/arbitrator.ts';
import {check, checkOn, step} from '../step.ts';
import type {StopInput, StopPart} from './stop-part.ts';
import {unitStops} from './unit-stops.ts';

const arbitrator: Stage = {id: 'stop-arbitrator', title: 'stop the arbitrator', mode: 'parallel'};
const servers: Stage = {id: 'stop-mariadb', title: 'stop the database nodes one by one', mode: 'rolling'};
const record: Stage = {id: 'stop-mariadb-record', title: 'record the last database node', mode: 'parallel'};

export const lastOutFile = '/var/lib/hpcha/galera-last-out';
const unit = 'mariadb.service';
/** A server with a large buffer pool writes it out before it ends. */
const stopTimeoutMs = 600_000;

/**
 * The last one out keeps `safe_to_bootstrap: 1` and the highest position, and the next start begins with it (ha-operations
 * §3.8, row B9). It is the first controller, where accounting writes.
 */
export function stopMariadb({snapshot, config}: ActionContext<StopInput>): StopPart {
  const evidence = galeraEvidence(snapshot, config);
  const running = evidence.filter((each) => each.kind === 'seen' && isRunning(each.facts)).map(({host}) => host);
  const primary = evidence.filter((each) => each.kind === 'seen' && isPrimary(each.facts)).map(({host}) => host);
  const last = primary[0];
  const busy = evidence.flatMap((each): readonly Finding[] =>
    each.kind === 'seen' && each.facts.process === 'sst'
      ? [
          {
            code: 'GaleraStartBusy',
            level: 'critical',
            where: each.host,
            service: 'mariadb',
            params: {state: 'state transfer'},
          },
        ]
      : [],
  );
  const before = running.filter((host) => host !== last).reverse();
  const voter = arbitratorOf(config);
  return {
    stages: [arbitrator, servers, record],
    steps: [
      ...(voter === undefined ? [] : unitStops({stage: arbitrator, unit: 'garb.service', hosts: [voter.hostname]})),
      ...before.map((host) => stopStep(host, last)),
      ...(last === undefined
        ? []
        : [
            lastStep(last),
            ...recordSteps(
              last,
              config.nodes.controllers.map(({hostname}) => hostname),
            ),
          ]),
    ],
    against: busy,
    decidedBy: {mariadb: running.join(' '), lastOut: last ?? 'none'},
  };
}

function stopStep(on: HostName, last: HostName | undefined): Step {
  return step({
    stage: servers.id,
    on,
    title: 'stop mariadb',
    operation: {kind: 'unit', unit, state: 'stopped'},
    before: last === undefined ? [] : [checkOn(last, 'galera-synced')],
    after: [check('galera-at-rest'), ...(last === undefined ? [] : [checkOn(last, 'galera-primary')])],
    timeoutMs: stopTimeoutMs,
  });
}

function lastStep(on: HostName): Step {
  return step({
    stage: servers.id,
    on,
    title: 'stop mariadb, the last one out',
    operation: {kind: 'unit', unit, state: 'stopped'},
    before: [check('galera-size', {size: 1})],
    after: [check('galera-at-rest'), check('galera-safe-to-bootstrap')],
    timeoutMs: stopTimeoutMs,
  });
}

function recordSteps(last: HostName, hosts: readonly HostName[]): readonly Step[] {
  return hosts.map((on) =>
    step({
      stage: record.id,
      on,
      title: 'record the last database node',
      operation: {kind: 'file', path: lastOutFile, content: [`${last}\n`], mode: '0644', owner: 'root', group: 'root'},
    }),
  );
}
