// reset-web-password: a user of the web services gets a new password for one use, told to whoever started the run and kept by nobody.

import {controllersOf} from '../config/order.ts';
import type {ClusterConfig} from '../config/schema.ts';
import type {Finding} from '../model/finding.ts';
import type {PlanResult} from '../model/plan.ts';
import type {HostName} from '../model/service.ts';
import type {ProbeId, Snapshot} from '../model/snapshot.ts';
import {readingOf} from '../model/snapshot.ts';
import type {ActionContext} from './action.ts';
import {program} from './phases/web/places.ts';
import {check, step} from './step.ts';

export type ResetInput = {readonly user: string};

export const resetNeeds: readonly ProbeId[] = ['reach', 'mariadb', 'web'];

/** Made by whoever starts the run (src/run/once-secrets.ts); in the plan only this name. */
export const newPassword = 'once.web_password';

/** What Auth takes for a name (src/web/auth/user.ts); it begins with no dash, so it can be no flag. */
const userName = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

export function isUserName(text: string): boolean {
  return userName.test(text);
}

/** Asked of one controller, whose database is shared by all. Refused where none has the web services and is seen. */
export function planResetPassword({snapshot, config, input: {user}}: ActionContext<ResetInput>): PlanResult {
  const on = whereToAsk(snapshot, config);
  if (on === undefined) return {kind: 'refusal', findings: [nowhere(user)]};
  const stage = {id: 'reset-web-password', title: `a password for one use for ${user}`, mode: 'parallel'} as const;
  return {
    kind: 'plan',
    plan: {
      action: 'reset-web-password',
      title: `give ${user} of the web services a new password for one use`,
      danger: 'disruptive',
      target: user,
      stages: [stage],
      steps: [
        step({
          stage: stage.id,
          on,
          title: `write the one-time password of ${user}`,
          operation: {
            kind: 'exec',
            argv: [program, 'administrator', 'reset', user],
            stdin: [{secret: newPassword}],
            // Each run gives another one: whoever lost the last cannot be helped by its still being there.
            unless: {argv: ['false'], expect: {kind: 'exit', codes: [0]}},
          },
          after: [check('web-password-pending', {program, user})],
        }),
      ],
      mayLose: `What ${user} is doing in a browser: all sessions of this user end, and the old password opens nothing any more.`,
      notes: [],
      decidedBy: {user, on},
    },
  };
}

/** One that was seen to have the services; its own database first: no other one's loss then touches it. */
function whereToAsk(snapshot: Snapshot, config: ClusterConfig): HostName | undefined {
  const able = controllersOf(config, 'web')
    .map(({hostname}) => hostname)
    .filter(
      (host) => readingOf(snapshot, 'reach', host).kind === 'seen' && readingOf(snapshot, 'web', host).kind === 'seen',
    );
  return able.find((host) => readingOf(snapshot, 'mariadb', host).kind === 'seen') ?? able[0];
}

function nowhere(user: string): Finding {
  return {
    code: 'WebPasswordNowhere',
    level: 'critical',
    where: 'cluster',
    service: 'web',
    params: {user},
    remedy: 'start',
  };
}
