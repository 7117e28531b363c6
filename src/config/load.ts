// Loads my_multihead_cluster.yaml: reads, checks who else can read it, substitutes, validates, fills in defaults.

import {constants} from 'node:fs';
import {access, readFile, stat} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import type {SecretValues} from '../model/secret.ts';
import {checkCluster} from './check-cluster.ts';
import {type ConfigMessage, formatMessage} from './message.ts';
import {resolveConfig} from './resolve.ts';
import {type ClusterConfig, clusterSchema} from './schema.ts';
import {secretValues} from './secret-values.ts';
import {shapeMessages} from './shape-messages.ts';
import {substitute, type Variables} from './substitute.ts';
import {undefinedVariableMessages} from './undefined-variables.ts';
import {messageAt, parseYaml, type YamlSource} from './yaml-source.ts';

export type LoadedConfig = {
  readonly path: string;
  readonly config: ClusterConfig;
  readonly secrets: SecretValues;
  readonly warnings: readonly ConfigMessage[];
};

export type ConfigReview = {readonly messages: readonly ConfigMessage[]; readonly config: ClusterConfig | undefined};

/**
 * Reads and checks the file. Throws HpchaError 'config' naming every error with line, key and fix (exit code 78).
 * `env` is the real environment, which wins over the file's own section.
 */
export async function loadConfig(path: string, env: Variables): Promise<LoadedConfig> {
  const text = await readPrivateFile(path);
  const {messages, config} = reviewConfig(path, text, env);
  const errors = messages.filter((message) => message.level === 'error');
  if (errors.length > 0 || config === undefined) {
    throw new HpchaError({
      code: 'config',
      where: path,
      what: `${errors.length} ${errors.length === 1 ? 'error' : 'errors'} in the configuration\n${errors.map(formatMessage).join('\n')}`,
      hint: `correct the file, then: hpcha-tui config check --config ${path}`,
    });
  }
  return {
    path,
    config,
    secrets: secretValues(config),
    warnings: messages.filter((message) => message.level === 'warning'),
  };
}

/** Everything that can be said about a text without the network or the disk. Pure. */
export function reviewConfig(file: string, text: string, env: Variables): ConfigReview {
  const source = parseYaml(file, text);
  if (source.errors.length > 0) return {messages: source.errors, config: undefined};
  if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
    return {
      messages: [messageAt(source, [], 'error', 'expected a section of keys; the file is empty or a list')],
      config: undefined,
    };
  }
  const own = environmentOf(source);
  const {value, undefinedVariables} = substitute(source.value, own, env);
  const variableMessages = undefinedVariableMessages(undefinedVariables, Object.keys(own), source);
  const parsed = clusterSchema.safeParse(value);
  if (!parsed.success)
    return {messages: [...shapeMessages(parsed.error.issues, source), ...variableMessages], config: undefined};
  const config = resolveConfig(parsed.data, env);
  const named = new Set(variableMessages.map((message) => message.key));
  const clusterMessages = checkCluster(config, source).filter((message) => !named.has(message.key));
  return {messages: [...variableMessages, ...clusterMessages], config};
}

function environmentOf(source: YamlSource): Readonly<Record<string, string>> {
  const section =
    typeof source.value === 'object' && source.value !== null ? Reflect.get(source.value, 'environment') : undefined;
  if (typeof section !== 'object' || section === null) return {};
  return Object.fromEntries(
    Object.entries(section).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[key, String(value)]]
        : [],
    ),
  );
}

async function readPrivateFile(path: string): Promise<string> {
  const facts = await stat(path).catch((cause: unknown) => {
    throw new HpchaError({
      code: 'config',
      where: path,
      what: 'there is no such file',
      hint: 'hpcha-tui config init writes an example; --config FILE names another',
      cause,
    });
  });
  if (!facts.isFile()) throw new HpchaError({code: 'config', where: path, what: 'this is not a file'});
  if ((facts.mode & 0o077) !== 0) {
    throw new HpchaError({
      code: 'config',
      where: path,
      what: `others can read it (mode ${(facts.mode & 0o777).toString(8)}), and it holds passwords`,
      hint: `chmod 600 ${path}`,
    });
  }
  if (facts.size > 1024 * 1024) throw new HpchaError({code: 'config', where: path, what: 'it is larger than 1 MiB'});
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw new HpchaError({
      code: 'config',
      where: path,
      what: 'it cannot be read',
      hint: `whoami; ls -l ${path}`,
      cause,
    });
  });
  return readFile(path, 'utf8');
}
