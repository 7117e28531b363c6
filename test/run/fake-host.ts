// A host in memory for tests of the Runner: files, units, packages, marks and a lock, with faults to order.

import type {Argv} from '../../src/model/argv.ts';
import {HpchaError} from '../../src/model/error.ts';
import type {
  HostConnection,
  HostInspector,
  HostReader,
  HostWriter,
  Output,
  RedisReply,
  SqlRow,
} from '../../src/transport/host.ts';

type FakeFile = {readonly content: string; readonly mode: string; readonly owner: string; readonly group: string};

export class FakeHost {
  readonly name: string;
  readonly files = new Map<string, FakeFile>();
  readonly directories = new Map<string, string>();
  readonly units = new Map<string, {active: string; file: string; pid: number}>();
  readonly packages = new Set<string>();
  readonly marks = new Set<string>();
  readonly restarts: string[] = [];
  /** Everything that was asked of the writer, in order: an empty list is the proof that nothing was changed. */
  readonly writes: string[] = [];
  /** Standard inputs that commands were given: secrets may be here and nowhere else. */
  readonly stdins: string[] = [];
  sqlRows: readonly SqlRow[] = [];
  redisReplies = new Map<string, RedisReply>();
  reachable = true;
  epoch = 0;
  lock: {id: string; json: string} | null = null;
  /** Called before each write with its label; throws to make it fail. */
  beforeWrite: (label: string) => void | Promise<void> = () => undefined;
  /** Called after each write took effect: throws to lose the answer (the connection breaks after the deed). */
  afterWrite: (label: string) => void = () => undefined;
  /** Exit codes and output of `exec` commands, by first word. */
  commands = new Map<string, () => {exitCode: number; stdout?: string; stderr?: string}>();

  constructor(name: string) {
    this.name = name;
  }

  connection(): HostConnection {
    return {
      host: this.name,
      reader: this.reader(),
      inspector: this.inspector(),
      writer: this.writer(),
      follow: () => {
        throw new Error('a run follows nothing');
      },
      close: async () => undefined,
    };
  }

  unit(name: string): {active: string; file: string; pid: number} {
    const known = this.units.get(name) ?? {active: 'inactive', file: 'disabled', pid: 0};
    this.units.set(name, known);
    return known;
  }

  private reader(): HostReader {
    const refuse = (): never => {
      throw new HpchaError({code: 'bug', where: this.name, what: 'the fake host has no reader'});
    };
    return {host: this.name, address: '', look: refuse, lookAll: refuse, query: refuse, redis: refuse, ping: refuse};
  }

  private inspector(): HostInspector {
    return {
      host: this.name,
      readFile: async (path) => {
        this.mustReach();
        return this.files.get(path) ?? null;
      },
      inspect: async (argv) => {
        this.mustReach();
        return this.look(argv);
      },
      query: async () => {
        this.mustReach();
        return this.sqlRows;
      },
      redis: async (_port, command) => {
        this.mustReach();
        return this.redisReplies.get(command.join(' ')) ?? null;
      },
    };
  }

  private writer(): HostWriter {
    return {
      host: this.name,
      address: '',
      run: (argv, _permit, options) =>
        this.write(label(argv), () => {
          if (options.stdin !== undefined) this.stdins.push(options.stdin);
          return this.act(argv, options.stdin ?? '');
        }),
      writeFile: (file) =>
        this.write(`write ${file.path}`, () => {
          this.files.set(file.path, file);
        }),
      sql: (statement) => this.write(`sql ${statement}`, () => []),
      redis: (_port, command) => this.write(`redis ${command.join(' ')}`, () => 'OK'),
    };
  }

  private async write<T>(what: string, act: () => T): Promise<T> {
    this.mustReach();
    this.writes.push(what);
    await this.beforeWrite(what);
    this.mustReach();
    const result = act();
    this.afterWrite(what);
    return result;
  }

  private mustReach(): void {
    if (this.reachable) return;
    throw new HpchaError({code: 'unreachable', where: this.name, what: 'the connection is lost'});
  }

  private look(argv: Argv): Output {
    const [program] = argv;
    if (program === 'test') return output(this.marks.has(argv[2]?.split('/').at(-1) ?? '') ? 0 : 1);
    if (program === 'find') return output(0, [...this.marks].join('\n'));
    if (program === 'dpkg-query') {
      const names = argv.slice(argv.indexOf('--') + 1);
      const known = names.filter((name) => this.packages.has(name));
      return output(known.length === names.length ? 0 : 1, known.map((name) => `${name} installed\n`).join(''));
    }
    if (program === 'systemctl') {
      const unit = this.unit(argv.at(-1) ?? '');
      const lines = [
        'LoadState=loaded',
        `ActiveState=${unit.active}`,
        `UnitFileState=${unit.file}`,
        `MainPID=${unit.pid}`,
      ];
      return output(0, lines.join('\n'));
    }
    if (argv[3] === 'hpcha-lock-look') {
      return output(0, this.lock === null ? 'free' : `age=133\nbeat=2\nunit=active\ndoing=stage 1\n${this.lock.json}`);
    }
    if (argv[3] === 'hpcha-directory-look') return output(0, this.directories.get(argv[4] ?? '') ?? 'none');
    return this.command(argv);
  }

  private act(argv: Argv, stdin: string): Output {
    const name = argv[0] === 'sh' ? (argv[3] ?? '') : argv[0];
    switch (name) {
      case 'hpcha-mark':
        this.marks.add(argv[5] ?? '');
        return output(0);
      case 'hpcha-unmark':
        this.marks.delete(argv[5] ?? '');
        return output(0);
      case 'hpcha-directory':
        this.directories.set(argv[4] ?? '', `${argv[5]}|${argv[6]}|${argv[7]}|${argv[8]}`);
        return output(0);
      case 'hpcha-job-begin':
        for (const found of stdin.matchAll(/hpcha-install (.*)$/gm)) {
          for (const each of found[1]?.split(' ') ?? []) this.packages.add(each);
        }
        return output(0);
      case 'hpcha-job-wait':
        return output(0, '0\n');
      case 'systemctl':
        return this.systemctl(argv);
      case 'hpcha-lock':
      case 'hpcha-lock-commit':
      case 'hpcha-lock-beat':
      case 'hpcha-lock-release':
        return this.lockCommand(name, argv, stdin);
      default:
        return this.command(argv);
    }
  }

  private systemctl(argv: Argv): Output {
    const verb = argv.find((word) =>
      ['start', 'stop', 'enable', 'disable', 'mask', 'unmask', 'try-restart'].includes(word),
    );
    const unit = this.unit(argv.at(-1) ?? '');
    if (verb === 'start') Object.assign(unit, {active: 'active', pid: unit.pid + 1});
    if (verb === 'stop') unit.active = 'inactive';
    if (verb === 'enable') unit.file = 'enabled';
    if (verb === 'disable' || verb === 'unmask') unit.file = 'disabled';
    if (verb === 'mask') unit.file = 'masked';
    if (verb === 'try-restart') {
      unit.pid += 1;
      this.restarts.push(argv.at(-1) ?? '');
    }
    return output(0);
  }

  private lockCommand(name: string, argv: Argv, stdin: string): Output {
    const id = argv[4] ?? '';
    const mine = this.lock?.id === id;
    if (name === 'hpcha-lock') {
      if (this.lock !== null) return output(75);
      this.lock = {id, json: stdin};
      return output(0, `${this.epoch}\n`);
    }
    if (name === 'hpcha-lock-commit' && mine) {
      this.epoch = Number(argv[5]);
      this.lock = {id, json: stdin};
    }
    if (name === 'hpcha-lock-release' && mine) this.lock = null;
    if (name === 'hpcha-lock-beat') return output(0, mine ? 'held' : this.lock === null ? 'gone' : 'stolen');
    return output(0);
  }

  private command(argv: Argv): Output {
    const answer = this.commands.get(argv[0])?.();
    return answer === undefined ? output(0) : output(answer.exitCode, answer.stdout, answer.stderr);
  }
}

function label(argv: Argv): string {
  if (argv[0] !== 'sh') return argv.join(' ');
  return argv.slice(3).join(' ');
}

function output(exitCode: number, stdout = '', stderr = ''): Output {
  return {exitCode, stdout, stderr, tookMs: 1, truncated: false};
}
