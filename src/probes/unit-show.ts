// One `systemctl show` for several units: the look and its parser, shared by all probes.

import {HpchaError} from '../model/error.ts';
import type {UnitFacts} from '../model/facts.ts';
import type {Look} from '../model/look.ts';

const properties = ['Id', 'LoadState', 'ActiveState', 'SubState', 'MainPID', 'NRestarts', 'UnitFileState'] as const;

/** Asks for all these units in one process. A unit that does not exist is an answer (LoadState=not-found, exit code 0). */
export function unitShowLook(name: string, units: readonly [string, ...string[]]): Look {
  return {
    name,
    argv: ['systemctl', 'show', `--property=${properties.join(',')}`, '--', ...units],
    privileged: false,
    timeoutMs: 5000,
  };
}

/**
 * Blocks in the order of the units asked for, an empty line between them. Names may be aliases (mysql → mariadb), so they are
 * matched by position; another number of blocks is no answer (HpchaError `parse`).
 */
export function parseUnitShow(text: string, units: readonly string[], where: string): ReadonlyMap<string, UnitFacts> {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== '');
  if (blocks.length !== units.length) {
    throw new HpchaError({
      code: 'parse',
      where,
      what: `systemctl show answered for ${blocks.length} of ${units.length} units`,
    });
  }
  return new Map(units.map((unit, index) => [unit, parseBlock(unit, blocks[index] ?? '', where)]));
}

function parseBlock(unit: string, block: string, where: string): UnitFacts {
  const values = new Map(
    block.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
  const load = values.get('LoadState');
  const active = values.get('ActiveState');
  if (load === undefined || active === undefined || active === '') {
    throw new HpchaError({code: 'parse', where, what: `systemctl show said no state of ${unit}`});
  }
  return {
    unit,
    active: load === 'not-found' ? 'not-found' : active,
    sub: values.get('SubState') ?? '',
    mainPid: wholeNumber(values.get('MainPID')),
    restarts: wholeNumber(values.get('NRestarts')),
    enabled: values.get('UnitFileState') ?? '',
  };
}

/** systemd leaves these empty where they have no meaning (a unit that never ran): then 0, as systemd itself counts. */
function wholeNumber(text: string | undefined): number {
  const value = Number(text ?? '0');
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

/** The unit runs as systemd sees it. `reloading` still serves; `activating` does not yet. */
export function isRunning(unit: UnitFacts): boolean {
  return unit.active === 'active' || unit.active === 'reloading';
}
