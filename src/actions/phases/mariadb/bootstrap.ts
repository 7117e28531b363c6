// Steps that make the first component: only on the node the decision names, only while everybody else is at rest.

import {controllersOf} from '../../../config/order.ts';
import type {ClusterConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Step} from '../../../model/plan.ts';
import type {GaleraDecision} from '../../galera/decide.ts';
import {check, checkOn, step, timeouts} from '../../step.ts';
import {mariadbMark, mariadbUnit} from './server.ts';

/**
 * `galera_new_cluster` runs in a transient unit, so that a lost ssh connection cannot leave it half done; its exit code is no
 * proof in older versions, the checks are (ha-operations §3.2, §3.6).
 */
export function bootstrapSteps(
  stage: string,
  decision: Exclude<GaleraDecision, {kind: 'refuse'}>,
  config: ClusterConfig,
): readonly Step[] {
  if (decision.kind === 'join') return [];
  const {on} = decision;
  const hosts = controllersOf(config, 'mariadb').map(({hostname}) => hostname);
  return [
    step({
      stage,
      on,
      title: decision.kind === 'first-bootstrap' ? 'bootstrap the new cluster' : 'start the last node out as the first',
      operation: {
        kind: 'exec',
        argv: ['systemd-run', '--unit=hpcha-galera-bootstrap', '--collect', '--wait', '--quiet', 'galera_new_cluster'],
        unless: {
          argv: ['mariadb', '-N', '-B', '-e', "SHOW GLOBAL STATUS LIKE 'wsrep_cluster_status'"],
          expect: {kind: 'stdout-matches', pattern: '^wsrep_cluster_status\\s+Primary$'},
        },
      },
      before: evidenceChecks(decision, hosts),
      after: [check('galera-primary'), check('galera-synced'), check('galera-size', {size: 1})],
      timeoutMs: timeouts.transfer,
    }),
    step({
      stage,
      on,
      title: 'keep the first node over a boot',
      operation: {kind: 'unit', unit: mariadbUnit, state: 'started', enabled: true, clears: [mariadbMark]},
    }),
  ];
}

/** Looked at again at that moment, on every database controller: one that cannot be asked stops it. */
function evidenceChecks(decision: GaleraDecision, hosts: readonly string[]): readonly Check[] {
  const rest = hosts.map((host) => checkOn(host, 'galera-at-rest'));
  if (decision.kind === 'first-bootstrap') return [...rest, ...hosts.map((host) => checkOn(host, 'galera-fresh'))];
  return [...rest, check('galera-safe-to-bootstrap')];
}
