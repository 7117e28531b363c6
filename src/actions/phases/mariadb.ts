// Phase 2: Galera on every database controller; first bootstrap, cold start or join as decided by what was seen.

import {controllersOf} from '../../config/order.ts';
import type {ClusterConfig} from '../../config/schema.ts';
import type {Stage} from '../../model/plan.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import {decideGalera, type GaleraDecision} from '../galera/decide.ts';
import {galeraEvidence} from '../galera/evidence.ts';
import {accountSteps} from './mariadb/accounts.ts';
import {arbitratorOf, arbitratorSteps, galeraSize} from './mariadb/arbitrator.ts';
import {bootstrapSteps} from './mariadb/bootstrap.ts';
import {joinSteps, restartSteps} from './mariadb/join.ts';
import {galeraNotes, reservedAccount} from './mariadb/notes.ts';
import {serverSteps} from './mariadb/server.ts';
import type {Phase, PhasePart} from './phase.ts';

const stages = {
  server: {id: 'mariadb-server', title: 'install and configure MariaDB', mode: 'parallel'},
  bootstrap: {id: 'mariadb-bootstrap', title: 'bring the first database node up', mode: 'parallel'},
  accounts: {id: 'mariadb-accounts', title: 'make the databases and accounts', mode: 'parallel'},
  join: {id: 'mariadb-join', title: 'join the other database nodes', mode: 'rolling'},
  arbitrator: {id: 'mariadb-arbitrator', title: 'start the arbitrator', mode: 'parallel'},
  restart: {id: 'mariadb-restart', title: 'restart database nodes whose settings changed', mode: 'rolling'},
} as const satisfies Record<string, Stage>;

export const mariadbPhase: Phase = {
  number: 2,
  name: 'mariadb',
  title: {en: 'MariaDB', ko: 'MariaDB'},
  plan: planMariadb,
};

function planMariadb(snapshot: Snapshot, config: ClusterConfig): PhasePart {
  const controllers = controllersOf(config, 'mariadb');
  if (controllers.length === 0) return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  const evidence = galeraEvidence(snapshot, config);
  const decision = decideGalera(evidence, config.cluster.name);
  const reserved = reservedAccount(config);
  if (reserved.length > 0) return {kind: 'refusal', findings: reserved};
  if (decision.kind === 'refuse') return {kind: 'refusal', findings: decision.findings};
  const up = decision.kind === 'join' ? decision.primary : [];
  const first = up[0] ?? (decision.kind === 'join' ? undefined : decision.on);
  if (first === undefined) return {kind: 'part', stages: [], steps: [], notes: [], decidedBy: {}};
  return {
    kind: 'part',
    stages: Object.values(stages),
    steps: [
      ...controllers.flatMap((controller) => serverSteps(stages.server.id, controller, evidence, snapshot, config)),
      ...bootstrapSteps(stages.bootstrap.id, decision, config),
      ...accountSteps(stages.accounts.id, first, config),
      ...joinSteps(stages.join.id, first, up, config, decision.kind === 'first-bootstrap'),
      ...arbitratorSteps(stages.arbitrator.id, first, snapshot, config),
      ...restartSteps(stages.restart.id, up, config),
    ],
    notes: galeraNotes(config),
    decidedBy: {...decidedBy(decision), size: galeraSize(config), arbitrator: arbitratorOf(config)?.hostname ?? 'none'},
  };
}

function decidedBy(decision: Exclude<GaleraDecision, {kind: 'refuse'}>): Readonly<Record<string, string>> {
  if (decision.kind === 'join') return {row: decision.row, primary: decision.primary.join(' ')};
  return {row: decision.row, on: decision.on};
}
