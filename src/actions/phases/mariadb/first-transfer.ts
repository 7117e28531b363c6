// Steps around the very first joins: rsync copies the still unused database, because mariabackup's script sleeps 10 s a node.

import type {Step} from '../../../model/plan.ts';
import type {HostName} from '../../../model/service.ts';
import {step} from '../../step.ts';

/** In /run: whatever happens to this run, the next boot knows nothing of it. */
const directory = '/run/systemd/system/mariadb.service.d';
const file = `${directory}/hpcha-first-transfer.conf`;

/**
 * rsync locks its donor, which matters to nobody while the first bootstrap (B7) is under way. The configured method stays
 * mariabackup; `wsrep_sst_mariabackup` has a fixed `sleep 10` before it streams (10.11.19, measured: 13.7 s a join, 10 of them
 * asleep).
 */
export function useFirstTransfer(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'let the first transfer use rsync',
    operation: {
      kind: 'file',
      path: file,
      content: ['[Service]\nEnvironment=MYSQLD_OPTS=--wsrep-sst-method=rsync\n'],
      mode: '0644',
      owner: 'root',
      group: 'root',
    },
  });
}

/** Also where a run died before this step. */
export function endFirstTransfer(stage: string, on: HostName): Step {
  return step({
    stage,
    on,
    title: 'go back to the configured transfer method',
    operation: {
      kind: 'exec',
      argv: ['sh', '-c', `rm -f ${file} && systemctl daemon-reload`],
      unless: {argv: ['test', '-e', file], expect: {kind: 'exit', codes: [1]}},
    },
  });
}
