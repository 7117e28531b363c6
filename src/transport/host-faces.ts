// The three faces of a host on one link: reader (looks), inspector (looks as root), writer (changes, with a Permit).

import type {Argv} from '../model/argv.ts';
import {HpchaError} from '../model/error.ts';
import {Permit} from '../model/permit.ts';
import type {SecretValues} from '../model/secret.ts';
import {channelGraceMs, checkArgv, withDeadline, withEnvironment} from './command-words.ts';
import {followLook} from './follow-look.ts';
import type {ChangeOptions, HostConnection, HostInspector, HostReader, HostWriter, Output} from './host.ts';
import {HostServices, queryMs} from './host-services.ts';
import {LineSplitter} from './line-splitter.ts';
import type {Link} from './link.ts';
import {toOutput} from './look-answer.ts';
import {Looks} from './looks.ts';
import {measurePing} from './measure-ping.ts';
import {readRootFile, writeRootFile} from './root-file.ts';
import type {RootRights} from './root-rights.ts';

/** A change is ended by TERM first; a package manager gets this long to tidy up before it is killed. */
const changeGraceSeconds = 10;

/** Everything that a host offers, on one link. */
export function openFaces(link: Link, rights: RootRights, secrets: SecretValues): HostConnection {
  const looks = new Looks(link, rights);
  const services = new HostServices(link, rights, looks, secrets);
  return {
    host: link.host,
    reader: readerOn(link, looks, services),
    follow: (look, sink, signal) => followLook({link, rights}, look, sink, signal),
    inspector: inspectorOn(link, rights, services),
    writer: writerOn(link, rights, services),
    close: async () => {
      services.close();
      await link.close();
    },
  };
}

function readerOn(link: Link, looks: Looks, services: HostServices): HostReader {
  return {
    host: link.host,
    address: link.address,
    look: (look, signal) => looks.one(look, signal),
    lookAll: (all, signal) => looks.all(all, signal),
    query: async (sql, signal, options) => services.query(sql, options?.timeoutMs ?? queryMs, signal),
    redis: async (port, command, signal, options) =>
      services.redis(port, command, options?.timeoutMs ?? queryMs, signal),
    ping: (signal) => measurePing(link.host, looks, signal),
  };
}

function inspectorOn(link: Link, rights: RootRights, services: HostServices): HostInspector {
  return {
    host: link.host,
    readFile: (path, signal) => readRootFile(rights, link.host, path, signal),
    inspect: (argv, options, signal) => runAsRoot(link, rights, argv, options, signal),
    query: async (sql, signal, options) => services.queryAsRoot(sql, options?.timeoutMs ?? queryMs, signal),
    redis: async (port, command, signal) => services.redis(port, command, queryMs, signal),
  };
}

function writerOn(link: Link, rights: RootRights, services: HostServices): HostWriter {
  const demand = (permit: Permit): void => {
    if (permit instanceof Permit) return;
    throw new HpchaError({code: 'refused', where: link.host, what: 'a change was asked for without a permit'});
  };
  return {
    host: link.host,
    address: link.address,
    run: async (argv, permit, options, signal) => {
      demand(permit);
      return runAsRoot(link, rights, argv, options, signal);
    },
    writeFile: async (file, permit, signal) => {
      demand(permit);
      await writeRootFile(rights, link.host, file, signal);
    },
    sql: async (statement, permit, signal, options) => {
      demand(permit);
      return services.change(statement, options?.timeoutMs ?? queryMs, signal);
    },
    redis: async (port, command, permit, signal) => {
      demand(permit);
      return services.changeRedis(port, command, queryMs, signal);
    },
  };
}

/** Any exit code is an Output; a deadline that passed is an error, because then nobody knows how far it came. */
async function runAsRoot(
  link: Link,
  rights: RootRights,
  argv: Argv,
  options: ChangeOptions,
  signal: AbortSignal,
): Promise<Output> {
  checkArgv(argv, link.host);
  const {timeoutMs, onLine, stdin, user} = options;
  const lines = onLine === undefined ? undefined : {stdout: new LineSplitter(onLine), stderr: new LineSplitter(onLine)};
  const raw = await rights.run(
    {
      argv,
      as: 'any',
      timeoutMs: timeoutMs + changeGraceSeconds * 1000 + channelGraceMs,
      ...(stdin === undefined ? {} : {stdin}),
      ...(user === undefined || user === 'root' ? {} : {user}),
      ...(lines === undefined ? {} : {onChunk: (stream, chunk) => lines[stream].add(chunk)}),
    },
    signal,
    (words) => withEnvironment(withDeadline(words, timeoutMs, changeGraceSeconds)),
  );
  lines?.stdout.end();
  lines?.stderr.end();
  const output = toOutput(raw);
  const wasEnded = output.exitCode === 124 || output.exitCode === 137;
  if (!wasEnded || output.tookMs < timeoutMs * 0.95) return output;
  throw new HpchaError({
    code: 'timeout',
    where: link.host,
    what: `${argv.join(' ').slice(0, 200)} was ended after ${timeoutMs / 1000} s`,
  });
}
