// Asks a host's service manager once for what several probes want of it at the same moment: each command costs it more than the answer.

import {HpchaError} from '../model/error.ts';
import type {Look} from '../model/look.ts';
import type {HostReader, LookResult} from '../transport/host.ts';
import {unitShowLook} from './unit-show.ts';

const separator = '--';
/** The words of every look at units, up to the units themselves. */
const showWords = unitShowLook('', ['']).argv.slice(0, -1);

/** Units that a look asks for, or undefined where it is another kind of look. */
export function unitsOf(look: Look): readonly string[] | undefined {
  const cut = look.argv.indexOf(separator);
  const words = look.argv.slice(0, cut + 1);
  return cut > 0 && words.join('\0') === showWords.join('\0') ? look.argv.slice(cut + 1) : undefined;
}

/**
 * A reader that sends looks at units together: those asked for in the same turn become one command, and each
 * look gets the blocks of its own units. Everything else goes its own way, so that nothing waits for anything it did not ask.
 */
export function gatherUnits(inner: HostReader, signal: AbortSignal): HostReader {
  const gathering = new UnitGathering(inner, signal);
  return {
    ...inner,
    look: async (look, own) =>
      unitsOf(look) === undefined ? inner.look(look, own) : outputOf(await gathering.ask(look)),
    lookAll: async (looks, own) => {
      const others = looks.filter((look) => unitsOf(look) === undefined);
      const [units, rest] = await Promise.all([
        Promise.all(looks.filter((look) => unitsOf(look) !== undefined).map((look) => gathering.ask(look))),
        others.length === 0 ? [] : inner.lookAll(others, own),
      ]);
      const results = new Map([...units, ...rest].map((result) => [result.look, result]));
      return looks.map((look) => results.get(look) ?? missing(look, inner.host));
    },
  };
}

function outputOf(result: LookResult) {
  if (result.kind === 'error') throw result.error;
  return result.output;
}

function missing(look: Look, where: string): LookResult {
  return {kind: 'error', look, error: new HpchaError({code: 'bug', where, what: `${look.name} has no answer`})};
}

class UnitGathering {
  readonly #inner: HostReader;
  readonly #signal: AbortSignal;
  #pending: {readonly units: Set<string>; readonly answer: Promise<LookResult>} | undefined;

  constructor(inner: HostReader, signal: AbortSignal) {
    this.#inner = inner;
    this.#signal = signal;
  }

  async ask(look: Look): Promise<LookResult> {
    this.#pending ??= this.#open();
    const {units, answer} = this.#pending;
    for (const unit of unitsOf(look) ?? []) units.add(unit);
    return share(look, await answer, [...units], this.#inner.host);
  }

  #open(): {readonly units: Set<string>; readonly answer: Promise<LookResult>} {
    const units = new Set<string>();
    // All probes of a collection start in one synchronous turn, so the end of that turn is when all have asked.
    const answer = Promise.resolve().then(async () => {
      this.#pending = undefined;
      const [first = '', ...more] = [...units];
      const look = unitShowLook('units', [first, ...more]);
      const [result] = await this.#inner.lookAll([look], this.#signal);
      return result ?? missing(look, this.#inner.host);
    });
    return {units, answer};
  }
}

/** The blocks of one look's units, in its own order, cut from the common answer. */
function share(look: Look, common: LookResult, order: readonly string[], where: string): LookResult {
  if (common.kind === 'error') return {kind: 'error', look, error: common.error};
  const blocks = common.output.stdout.split(/\n\s*\n/).filter((block) => block.trim() !== '');
  if (blocks.length !== order.length) {
    const what = `systemctl show answered for ${blocks.length} of ${order.length} units`;
    return {kind: 'error', look, error: new HpchaError({code: 'parse', where, what})};
  }
  const own = (unitsOf(look) ?? []).map((unit) => blocks[order.indexOf(unit)]?.trim() ?? '');
  return {kind: 'output', look, output: {...common.output, stdout: `${own.join('\n\n')}\n`}};
}
