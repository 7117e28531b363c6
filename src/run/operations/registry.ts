// Finds the kind of an operation: the one place where data becomes behaviour.

import type {Operation} from '../../model/operation.ts';
import {blockKind} from './block.ts';
import type {Applied, ApplyContext, InspectContext, Inspection} from './contract.ts';
import {directoryKind} from './directory.ts';
import {drillKind} from './drill.ts';
import {execKind} from './exec.ts';
import {fileKind} from './file.ts';
import {lineKind} from './line.ts';
import {mountKind} from './mount.ts';
import {packageKind} from './package.ts';
import {programKind} from './program.ts';
import {redisKind} from './redis.ts';
import {restartKind} from './restart.ts';
import {sqlKind} from './sql.ts';
import {unitKind} from './unit.ts';
import {userKind} from './user.ts';
import {verifyKind} from './verify.ts';

/** Looks whether the operation is needed on this host and what it would change. Changes nothing. */
export function inspectOperation(
  operation: Operation,
  context: InspectContext,
  signal: AbortSignal,
): Promise<Inspection> {
  switch (operation.kind) {
    case 'file':
      return fileKind.inspect(operation, context, signal);
    case 'block':
      return blockKind.inspect(operation, context, signal);
    case 'line':
      return lineKind.inspect(operation, context, signal);
    case 'directory':
      return directoryKind.inspect(operation, context, signal);
    case 'user':
      return userKind.inspect(operation, context, signal);
    case 'package':
      return packageKind.inspect(operation, context, signal);
    case 'unit':
      return unitKind.inspect(operation, context, signal);
    case 'restart':
      return restartKind.inspect(operation, context, signal);
    case 'mount':
      return mountKind.inspect(operation, context, signal);
    case 'sql':
      return sqlKind.inspect(operation, context, signal);
    case 'redis':
      return redisKind.inspect(operation, context, signal);
    case 'exec':
      return execKind.inspect(operation, context, signal);
    case 'verify':
      return verifyKind.inspect(operation, context, signal);
    case 'program':
      return programKind.inspect(operation, context, signal);
    case 'drill':
      return drillKind.inspect(operation, context, signal);
  }
}

/** Makes the difference that `inspectOperation` saw. */
export function applyOperation(operation: Operation, context: ApplyContext, signal: AbortSignal): Promise<Applied> {
  switch (operation.kind) {
    case 'file':
      return fileKind.apply(operation, context, signal);
    case 'block':
      return blockKind.apply(operation, context, signal);
    case 'line':
      return lineKind.apply(operation, context, signal);
    case 'directory':
      return directoryKind.apply(operation, context, signal);
    case 'user':
      return userKind.apply(operation, context, signal);
    case 'package':
      return packageKind.apply(operation, context, signal);
    case 'unit':
      return unitKind.apply(operation, context, signal);
    case 'restart':
      return restartKind.apply(operation, context, signal);
    case 'mount':
      return mountKind.apply(operation, context, signal);
    case 'sql':
      return sqlKind.apply(operation, context, signal);
    case 'redis':
      return redisKind.apply(operation, context, signal);
    case 'exec':
      return execKind.apply(operation, context, signal);
    case 'verify':
      return verifyKind.apply(operation, context, signal);
    case 'program':
      return programKind.apply(operation, context, signal);
    case 'drill':
      return drillKind.apply(operation, context, signal);
  }
}
