// `hpcha-tui logs`: the journals of all controllers as one, by time; for a pipe, a ticket or a second window.

import {findConfig} from '../config/find-config.ts';
import {loadConfig} from '../config/load.ts';
import {HpchaError, toHpchaError} from '../model/error.ts';
import type {LogLine} from '../model/log-line.ts';
import {priorityNames} from '../model/log-line.ts';
import {formatClock} from '../model/quantity.ts';
import type {HostName} from '../model/service.ts';
import {logLook, logSpans} from '../probes/catalogue/streams.ts';
import {parseLogLine} from '../probes/logs/parse-log-line.ts';
import type {LogSpan} from '../state/log-buffer.ts';
import {logSpans as spanNames} from '../state/log-buffer.ts';
import type {LogFilter} from '../state/log-filter.ts';
import {matcherOf} from '../state/log-filter.ts';
import type {Transport} from '../transport/host.ts';
import {openTransport} from '../transport/open-transport.ts';
import type {CommandOptions} from './bind.ts';
import {followLogs} from './console/follow-logs.ts';
import type {CliIo} from './io.ts';

/** One line of text or of JSON a line of log. Exit code 0; 69 where not every controller could be asked (those that could are printed). */
export async function runLogs(io: CliIo, options: CommandOptions): Promise<number> {
  const loaded = await loadConfig(findConfig(options.config[0], io.env, io.cwd), io.env);
  const all = loaded.config.nodes.controllers.map(({hostname}) => hostname);
  const hosts = hostsWanted(options['host'], all);
  const filter = filterOf(options);
  const sinceMs = typeof options['since'] === 'string' ? durationOf(options['since']) : null;
  const span = spanFor(sinceMs);
  const oldest = sinceMs === null ? 0 : Date.now() - sinceMs;
  const print = printer(io, options.json, Math.max(...hosts.map((host) => host.length)));
  const wanted = (line: LogLine): boolean => line.at >= oldest && matcherOf(filter)(line);
  const transport = openTransport(loaded.config, {secrets: loaded.secrets});
  try {
    if (options['follow'] === true) return await follow({io, transport, hosts, span, wanted, print});
    return await once({io, transport, hosts, span, wanted, print});
  } finally {
    await transport.close();
  }
}

type Job = {
  readonly io: CliIo;
  readonly transport: Transport;
  readonly hosts: readonly HostName[];
  readonly span: LogSpan;
  wanted(line: LogLine): boolean;
  print(line: LogLine): void;
};

async function once({io, transport, hosts, span, wanted, print}: Job): Promise<number> {
  const answers = await Promise.all(
    hosts.map(async (host) => {
      try {
        const {stdout, truncated} = await transport.connection(host).reader.look(logLook(span, false), io.signal);
        const lines = stdout.split('\n').flatMap((text) => parseLogLine(text, host)?.line ?? []);
        if (truncated)
          io.stderr(
            `${host}: its log is longer than 1 MiB: the oldest lines are missing (a shorter --since tells all)\n`,
          );
        return lines;
      } catch (thrown) {
        const {what, hint} = toHpchaError(thrown, host);
        io.stderr(`error: ${host}: ${what}\n${hint === undefined ? '' : `  do: ${hint}\n`}`);
        return null;
      }
    }),
  );
  const lines = answers.flatMap((one) => one ?? []).filter(wanted);
  for (const line of lines.sort((a, b) => a.at - b.at)) print(line);
  return answers.includes(null) ? 69 : 0;
}

/** Until Ctrl-C. */
function follow({io, transport, hosts, span, wanted, print}: Job): Promise<number> {
  return new Promise((resolve) => {
    const stop = followLogs(transport, hosts, span, {
      onLines(lines) {
        for (const line of lines.filter(wanted).sort((a, b) => a.at - b.at)) print(line);
      },
      onSource(host, open, why) {
        if (!open) io.stderr(`${host} is not heard: ${why ?? ''}\n`);
      },
    });
    const done = (): void => {
      stop();
      resolve(130);
    };
    if (io.signal.aborted) done();
    else io.signal.addEventListener('abort', done, {once: true});
  });
}

function printer(io: CliIo, json: boolean, hostWidth: number): (line: LogLine) => void {
  const zone = -new Date().getTimezoneOffset();
  return (line) => {
    const {at, host, unit, priority, text} = line;
    const name = priorityNames[priority] ?? String(priority);
    io.stdout(
      json
        ? `${JSON.stringify({schema: 1, at: new Date(at).toISOString(), host, unit, priority: name, text})}\n`
        : `${formatClock(at, zone)} ${host.padEnd(hostWidth)} ${unit.replace(/\.service$/, '')} ${priority <= 4 ? `${name}: ` : ''}${text}\n`,
    );
  };
}

function hostsWanted(given: unknown, all: readonly HostName[]): readonly HostName[] {
  if (typeof given !== 'string') return all;
  if (all.includes(given)) return [given];
  throw usage(`${given} is no controller of this cluster`, `one of ${all.join(', ')}`);
}

function filterOf(options: CommandOptions): LogFilter {
  const {unit, priority, grep} = {unit: options['unit'], priority: options['priority'], grep: options['grep']};
  return {
    host: null,
    unit: typeof unit === 'string' ? unit : null,
    priority: typeof priority === 'string' ? priorityOf(priority) : 7,
    words: typeof grep === 'string' ? grep : '',
  };
}

function priorityOf(given: string): number {
  const names: readonly string[] = priorityNames;
  const found = /^[0-7]$/.test(given) ? Number(given) : names.indexOf(given);
  if (found >= 0) return found;
  throw usage(`${given} is no severity`, `one of ${names.join(', ')}, or 0 to 7`);
}

/** `90s`, `10min`, `2h`, `1d`, in milliseconds. */
function durationOf(given: string): number {
  const read = /^-?(\d+(?:\.\d+)?)\s*(s|sec|m|min|h|d)$/.exec(given.trim());
  const units: Readonly<Record<string, number>> = {s: 1, sec: 1, m: 60, min: 60, h: 3600, d: 86_400};
  const ms = Number(read?.[1]) * (units[read?.[2] ?? ''] ?? Number.NaN) * 1000;
  if (ms > 0 && ms <= (logSpans['1d'].ms ?? 0)) return ms;
  throw usage(`${given} is no time to look back`, 'for example 90s, 10min, 2h, at most 1d');
}

/** The shortest of the catalogue's spans that reaches so far back. */
function spanFor(sinceMs: number | null): LogSpan {
  if (sinceMs === null) return 'recent';
  return spanNames.find((name) => (logSpans[name].ms ?? 0) >= sinceMs) ?? '1d';
}

function usage(what: string, hint: string): HpchaError {
  return new HpchaError({code: 'usage', where: 'logs', what, hint});
}
