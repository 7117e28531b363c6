// Judges variables that nothing defines: an error where an enabled service needs them, else a warning.

import type {ServiceId} from '../model/service.ts';
import type {ConfigMessage} from './message.ts';
import {nearestWord} from './nearest.ts';
import type {UndefinedVariable} from './substitute.ts';
import {messageAt, type YamlSource} from './yaml-source.ts';

const serviceOfSection: Readonly<Record<string, ServiceId>> = {
  database: 'mariadb',
  redis: 'redis',
  web: 'web',
  slurm: 'slurm',
  storage: 'glusterfs',
};

/** Each names the variable, the key that wants it, and the defined variable that it may have been meant to be. */
export function undefinedVariableMessages(
  missing: readonly UndefinedVariable[],
  defined: readonly string[],
  source: YamlSource,
): readonly ConfigMessage[] {
  return missing.map(({path, name}) => {
    const service = serviceOfSection[String(path[0])];
    const wanted = service === undefined || isEnabledAnywhere(source.value, service);
    const near = nearestWord(name, defined);
    const known = defined.length === 0 ? 'the file has no environment: section' : `defined are: ${defined.join(', ')}`;
    const hint = `define ${name} under environment:${near === undefined ? ` (${known})` : `, or write \${${near}}, which is defined`}`;
    const what = `nothing defines the variable ${name}${wanted ? '' : `; ${service} is not enabled, so it is not needed now`}`;
    return messageAt(source, path, wanted ? 'error' : 'warning', what, hint);
  });
}

/** Read from the raw tree, because the file may not be valid yet. A service that is not mentioned is enabled by default. */
function isEnabledAnywhere(tree: unknown, service: ServiceId): boolean {
  const controllers = at(at(tree, 'nodes'), 'controllers');
  if (!Array.isArray(controllers)) return true;
  return controllers.some((controller: unknown) => at(at(controller, 'services'), service) !== false);
}

function at(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}
