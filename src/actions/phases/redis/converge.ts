// Steps that bring running daemons to the configured settings by protocol, and restart what a changed unit demands.

import type {ClusterConfig, ControllerConfig} from '../../../config/schema.ts';
import type {Check} from '../../../model/check.ts';
import type {Step} from '../../../model/plan.ts';
import {step} from '../../step.ts';
import type {Instance} from './files.ts';
import {instanceSettings, type Setting, sentinelQuorum, sentinelSettings} from './settings.ts';

/** CONFIG SET and CONFIG REWRITE for each setting that CONFIG GET reports differently. */
export function convergeInstance(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  instance: Instance,
  place: {readonly index: number; readonly controllers: number},
): readonly Step[] {
  return instanceSettings(config, place.index, place.controllers).map((setting) =>
    step({
      stage,
      on: controller.hostname,
      title: `set ${setting.name} of redis:${instance.port}`,
      operation: {
        kind: 'redis',
        port: instance.port,
        look: {command: ['CONFIG', 'GET', setting.name], matches: reports(setting)},
        commands: [
          ['CONFIG', 'SET', setting.name, setting.value],
          ['CONFIG', 'REWRITE'],
        ],
      },
    }),
  );
}

/** SENTINEL SET for each setting that SENTINEL MASTER reports differently. */
export function convergeSentinel(
  stage: string,
  config: ClusterConfig,
  controller: ControllerConfig,
  sentinels: number,
): readonly Step[] {
  const name = config.redis.sentinel.master_name;
  const quorum = String(sentinelQuorum(config, sentinels));
  return [...sentinelSettings(config), {name: 'quorum', value: quorum, reported: quorum}].map((setting) =>
    step({
      stage,
      on: controller.hostname,
      title: `set ${setting.name} of the sentinel`,
      operation: {
        kind: 'redis',
        port: 26379,
        look: {command: ['SENTINEL', 'MASTER', name], matches: reports(setting)},
        commands: [['SENTINEL', 'SET', name, setting.name, setting.value]],
      },
    }),
  );
}

/** A reply of name and value, one after the other, whatever white space stands between them. */
function reports(setting: Setting): string {
  return `(^|\\s)${escaped(setting.name)}\\s+${escaped(setting.reported)}(\\s|$)`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A restart where a mark is pending, behind a gate that must hold before the next controller is touched. */
export function restartStep(
  stage: string,
  on: string,
  unit: {readonly unit: string; readonly mark: string},
  after: readonly Check[],
): Step {
  return step({
    stage,
    on,
    title: `restart ${unit.mark} if its unit has changed`,
    operation: {kind: 'restart', unit: unit.unit, mark: unit.mark, how: 'restart'},
    after,
  });
}
