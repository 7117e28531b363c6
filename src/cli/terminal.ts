// The real world behind CliIo: this process's streams, its terminal, its signals.

import {createInterface} from 'node:readline/promises';
import {Writable} from 'node:stream';
import {HpchaError} from '../model/error.ts';
import type {CliIo} from './io.ts';

/** The io of this process. `signal` aborts on the first SIGINT, SIGTERM or SIGHUP; the second SIGINT ends at once. */
export function processIo(): CliIo {
  const controller = new AbortController();
  const abort = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new HpchaError({code: 'cancelled', where: 'hpcha-tui', what: 'cancelled'}));
  };
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  // `hpcha-tui status | head`: the reader has gone, which is no fault of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    // A terminal that has hung up (tty_ioctl(4)) says so by SIGHUP; what could not be written to it is no second fault.
    if (error.code === 'EIO') return;
    throw error;
  });
  return {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    stdoutIsTty: process.stdout.isTTY === true,
    stdinIsTty: process.stdin.isTTY === true,
    ask,
    signal: controller.signal,
  };
}

async function ask(question: string, options: {readonly hidden?: boolean} = {}): Promise<string> {
  if (process.stdin.isTTY !== true) {
    throw new HpchaError({
      code: 'usage',
      where: 'hpcha-tui',
      what: `there is no terminal to ask on: ${question.trim()}`,
      hint: 'answer by flags: --yes, and --confirm NAME --reason TEXT where the plan asks for them',
    });
  }
  const hidden = options.hidden === true;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) process.stderr.write(chunk);
      done();
    },
  });
  if (hidden) process.stderr.write(question);
  const lines = createInterface({input: process.stdin, output, terminal: true});
  try {
    return await lines.question(hidden ? '' : question);
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}
