// What an operation does, in one line and in full. Secrets are references and show as •••.

import {quoteArgv} from '../../model/argv.ts';
import type {Operation, RedisWord} from '../../model/operation.ts';
import {maskText} from '../../model/secret.ts';

/** One line: kind and what it is about. */
export function operationLine(operation: Operation): string {
  switch (operation.kind) {
    case 'file':
      return `file ${operation.path}  ${operation.mode} ${operation.owner}:${operation.group}${operation.seed ? '  (only if absent)' : ''}`;
    case 'block':
      return `block "${operation.name}" of ${operation.path}`;
    case 'line':
      return `line of ${operation.path}: ${operation.line}`;
    case 'directory':
      return `directory ${operation.path}  ${operation.mode} ${operation.owner}:${operation.group}`;
    case 'user':
      return `user ${operation.name}`;
    case 'package':
      return `packages ${operation.names.join(' ')}`;
    case 'unit':
      return `unit ${operation.unit}  ${unitWords(operation)}`;
    case 'restart':
      return `${operation.how} ${operation.unit} if "${operation.mark}" is pending`;
    case 'mount':
      return `mount ${operation.source} on ${operation.path}  ${operation.fstype} ${operation.options}`;
    case 'sql':
      return `sql, ${operation.statements.length} statements`;
    case 'redis':
      return `redis ${operation.port}, ${operation.commands.length} commands`;
    case 'exec':
      return `exec ${quoteArgv(operation.argv)}`;
    case 'verify':
      return operation.act.via === 'exec'
        ? `prove by exec ${quoteArgv(operation.act.argv)}`
        : `prove by redis ${operation.act.port}, ${operation.act.commands.length} commands`;
    case 'program':
      return `program ${operation.path}`;
    case 'drill':
      return `drill ${operation.spec.drill} on ${operation.spec.target}, ${operation.spec.streams.length} canaries`;
  }
}

function unitWords(operation: Extract<Operation, {kind: 'unit'}>): string {
  return [
    operation.state ?? '',
    operation.enabled === undefined ? '' : operation.enabled ? 'enabled' : 'disabled',
    operation.masked === undefined ? '' : operation.masked === false ? 'unmasked' : `masked (${operation.masked})`,
  ]
    .filter((word) => word !== '')
    .join(', ');
}

/** The texts that an operation carries: content, statements, commands, the look that says whether it is needed. */
export function operationDetail(operation: Operation): string {
  switch (operation.kind) {
    case 'file':
    case 'block':
      return maskText(operation.content);
    case 'sql':
      return operation.statements.map((statement) => maskText(statement)).join('\n');
    case 'redis':
      return operation.commands.map((command) => command.map(redisWord).join(' ')).join('\n');
    case 'exec':
      return `unless ${quoteArgv(operation.unless.argv)}\n${operation.stdin === undefined ? '' : maskText(operation.stdin)}`.trim();
    case 'drill':
      return drillText(operation.spec);
    default:
      return '';
  }
}

/** What is done to the target, and what is armed there to take it back. */
function drillText({injections, restore, ttlSeconds}: Extract<Operation, {kind: 'drill'}>['spec']): string {
  const done = injections.map((each) =>
    each.via === 'power' ? `${each.on}: power off` : `${each.on}:\n${each.script}`,
  );
  return [...done, restore === '' ? '' : `restore, by itself after ${ttlSeconds} s:\n${restore}`].join('\n').trim();
}

function redisWord(word: RedisWord): string {
  if (typeof word === 'string') return word;
  return 'nodeIdOf' in word ? `<id of ${word.nodeIdOf}>` : '•••';
}
