// `hpcha-tui lab …` as one function: words in, text and an exit code out.

import {type HpchaError, toHpchaError} from '../model/error.ts';
import {parseLabArguments} from './arguments.ts';
import {HELP} from './help.ts';
import {type CommandIo, type LabCall, SUBCOMMANDS} from './subcommands.ts';

export type {CommandIo} from './subcommands.ts';

/** Exit codes of DESIGN §4 for the errors that the lab throws. */
const EXIT_CODES: Readonly<Partial<Record<HpchaError['code'], number>>> = {
  usage: 64,
  'bad-data': 65,
  unreachable: 69,
  bug: 70,
  locked: 75,
  refused: 77,
  missing: 69,
  cancelled: 130,
};

/**
 * Runs one lab command; `argv` are the words after `lab`. Answers go to `io.stdout`, progress and errors to `io.stderr`.
 * Without `io.signal` it listens for SIGINT and SIGTERM itself, and leaves a state that `lab down` can clean.
 */
export async function runLab(argv: readonly string[], io: CommandIo): Promise<number> {
  const own = io.signal === undefined ? listen() : undefined;
  try {
    const call = parseLabArguments(argv);
    if (call.kind === 'help') {
      io.stdout(`${HELP}\n`);
      return 0;
    }
    const full: LabCall = {...call, io, signal: io.signal ?? own?.signal};
    return await SUBCOMMANDS[call.command](full);
  } catch (thrown) {
    const error = toHpchaError(thrown, 'lab');
    io.stderr(`${error.message}\n${error.hint === undefined ? '' : `  → ${error.hint}\n`}`);
    return EXIT_CODES[error.code] ?? 1;
  } finally {
    own?.stop();
  }
}

function listen(): {readonly signal: AbortSignal; readonly stop: () => void} {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  const stop = (): void => {
    process.off('SIGINT', abort);
    process.off('SIGTERM', abort);
  };
  return {signal: controller.signal, stop};
}
