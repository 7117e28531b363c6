// The exact command for what a page may not run.

import {describe, expect, it} from 'vitest';
import {offerOf} from '../../../src/actions/offers.ts';
import {commandOf} from '../../../web/admin/actions/command-of.ts';
import type {Offer, ShownPlan} from '../../../web/shared/api/actions.ts';

function offer(id: string): Offer {
  const found = offerOf(id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return {...found, fields: found.fields.map((field) => ({...field, choices: field.choices ?? null}))};
}

const plan = (target: string): ShownPlan => ({
  action: '',
  title: '',
  danger: 'destructive',
  target,
  stages: [],
  steps: [],
  mayLose: '',
  notes: [],
  evidence: null,
});

describe('the command for a terminal', () => {
  it('names the action, its flags and its confirmation', () => {
    expect(commandOf(offer('bootstrap-galera'), {}, plan('my-cluster'))).toBe(
      'hpcha-tui bootstrap-galera --confirm my-cluster --reason "…"',
    );
  });

  it('takes the command line’s own words where they differ', () => {
    expect(commandOf(offer('drill'), {drill: 'P1', target: 'server2'}, plan('server2'))).toMatch(
      /^hpcha-tui drill run P1 --target server2 /,
    );
    expect(commandOf(offer('phases'), {from: 2, to: 3}, plan('lab'))).toMatch(
      /^hpcha-tui start --start-phase 2 --end-phase 3 /,
    );
  });

  it('quotes what a shell would take apart', () => {
    expect(commandOf(offer('stop'), {service: "a'b c"}, plan('lab'))).toContain(`--service 'a'\\''b c'`);
  });
});
