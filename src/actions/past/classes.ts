// Which operations stand in each other's way for a while, and for how long: cooldowns by class (ha-operations §9.2).

import type {ClusterConfig} from '../../config/schema.ts';
import type {ActionInput} from '../../model/action-offer.ts';

export type OperationClass = {
  /** Whose bad end keeps the class closed, and whose later good end opens it again. */
  readonly members: readonly string[];
  /** What is refused while it is closed. Ways back are never among them. */
  readonly closes: (action: string, input: ActionInput) => boolean;
  /** Seconds after a change by the same action in which the next one is refused. */
  readonly cooldown: (config: ClusterConfig) => number;
};

const none = (): number => 0;
const only =
  (...actions: readonly string[]) =>
  (action: string): boolean =>
    actions.includes(action);

/**
 * Not here: phases and stop, which converge and are run again to finish what failed; nodes and jobs of Slurm; undo and
 * repair-vip, which are ways back. How long ago the address moved its owner's own log says (failover-vip); how long ago the last
 * drill was, the drill's preflight asks the controllers.
 */
export const operationClasses: readonly OperationClass[] = [
  {
    members: ['failover-vip', 'align-primary', 'repair-vip'],
    closes: only('failover-vip', 'align-primary'),
    cooldown: none,
  },
  {
    members: ['switch-redis'],
    closes: only('switch-redis'),
    // Until then the sentinels themselves refuse another failover of that master (Redis, sentinel.c).
    cooldown: ({redis}) => (2 * redis.sentinel.failover_timeout) / 1000,
  },
  {
    members: ['takeover-slurm', 'align-primary'],
    closes: only('takeover-slurm', 'align-primary'),
    cooldown: ({slurm}) => 2 * slurm.controller_timeout,
  },
  {
    members: ['bootstrap-galera', 'resolve-split-brain'],
    closes: only('bootstrap-galera', 'resolve-split-brain'),
    cooldown: () => 600,
  },
  {members: ['restart-galera'], closes: only('restart-galera'), cooldown: () => 60},
  {
    members: ['replace-brick', 'settle-gluster-entry'],
    closes: only('replace-brick', 'settle-gluster-entry'),
    cooldown: none,
  },
  {
    members: ['maintenance'],
    closes: (action, {mode}) => action === 'maintenance' && mode === 'on',
    cooldown: none,
  },
  {members: ['drill'], closes: only('drill'), cooldown: none},
];

/** In a lab nobody waits, and what is broken there is broken on purpose: a drill that failed keeps nobody from the next. */
export const labCooldownSeconds = 3;
export const classesOpenInLab: readonly string[] = ['drill'];
