// What keeps two slurmctld from being in control at once: the gate as a shell runs it, and where gate and watch are installed.

import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {slurmPhase} from '../../../src/actions/phases/slurm.ts';
import {renderPlain} from '../../../src/actions/render.ts';
import {bareSnapshot, configOf} from '../support/cluster.ts';
import {fileOn, partOf} from '../support/parts.ts';

const gate = renderPlain('slurm/slurmctld-gate', {});
/** Loopback addresses on which nobody listens unless the test does. */
const standby = '127.66.17.1';
const other = '127.66.17.2';
let state: string;
let servers: Server[] = [];
let running: ChildProcess[] = [];

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'hpcha-gate-'));
});

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const server of servers) server.close();
  running = [];
  servers = [];
  rmSync(state, {recursive: true, force: true});
});

/** As Slurm writes it: seconds and index, each eight bytes, big-endian. */
function beat(index: number, ageSeconds: number): void {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000) - ageSeconds), 0);
  bytes.writeBigUInt64BE(BigInt(index), 8);
  writeFileSync(join(state, 'heartbeat'), bytes);
}

async function listen(address: string): Promise<void> {
  const server = createServer((socket) => socket.destroy()).listen(6817, address);
  servers.push(server);
  await once(server, 'listening');
}

type Gate = {
  readonly ended: Promise<number>;
  readonly untilSays: (pattern: RegExp) => Promise<void>;
  readonly isOpen: () => boolean;
};

function start(): Gate {
  const child = spawn('sh', ['-c', gate, 'gate', state, '10', `1:${standby}`, `2:${other}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : 255));
  const untilSays = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(said)) await once(child.stdout, 'data');
  };
  return {ended, untilSays, isOpen: () => child.exitCode !== null};
}

describe('the gate before the first slurmctld', () => {
  it('is open in a new cluster, and where nobody has been in control for long', async () => {
    expect(await start().ended).toBe(0);
    beat(1, 40);
    expect(await start().ended).toBe(0);
  });

  it('is open for a slurmctld that comes back before a standby can have lost patience', async () => {
    beat(0, 3);
    expect(await start().ended).toBe(0);
  });

  it('is open while the standby in control can hear that it is asked to hand over', async () => {
    await listen(standby);
    beat(1, 1);
    expect(await start().ended).toBe(0);
  });

  it('stays shut while the one in control hears nobody, and opens when it does', async () => {
    beat(1, 1);
    const shut = start();
    await shut.untilSays(/number 1 is in control and does not answer/);
    expect(shut.isOpen()).toBe(false);
    await listen(standby);
    expect(await shut.ended).toBe(0);
  });

  it('stays shut while a standby may be reading the state, until that one is in control and hears', async () => {
    beat(0, 11);
    const shut = start();
    await shut.untilSays(/a standby may be taking over/);
    await listen(other);
    expect(shut.isOpen()).toBe(false);
    beat(2, 0);
    expect(await shut.ended).toBe(0);
  });
});

describe('the watch beside a slurmctld', () => {
  const watch = renderPlain('slurm/slurmctld-watch', {});

  /** Its own functions, with the account of the lab's machines left out. */
  function run(words: string): string {
    const functions = watch.slice(watch.indexOf('# Sets age'), watch.indexOf('listens()'));
    return execFileSync('sh', ['-c', `chown() { :; }; state=${state}; own=2; ${functions}\n${words}`], {
      encoding: 'utf8',
    });
  }

  it('writes the heartbeat byte for byte as Slurm does, and reads it back', () => {
    expect(run('beat && look && echo $age $index')).toMatch(/^[01] 2\n$/);
    const bytes = readFileSync(join(state, 'heartbeat'));
    expect(bytes).toHaveLength(16);
    expect(Math.abs(Number(bytes.readBigUInt64BE(0)) - Date.now() / 1000)).toBeLessThan(5);
    expect(bytes.readBigUInt64BE(8)).toBe(2n);
  });

  it('tells the age and the writer of what another has written', () => {
    beat(1, 7);
    expect(run('look && echo $age $index')).toMatch(/^[78] 1\n$/);
  });

  it('finds none where there is none', () => {
    expect(run('look || echo none')).toBe('none\n');
  });

  /** Two minutes of the second controller's watch, two seconds a turn: what was killed, in which turn; '' where nothing was. */
  function watched(listensUntilTurn: number, turns = 60, whenSilent = ':', eachTurn = ':'): string {
    const loop = watch
      .replace(/^state=\$1\nown=\$2\n/m, '')
      .replace(/^listens\(\).*$/m, '')
      .replace(/^process\(\) \{[\s\S]*?^\}/m, '')
      .replace(/^clock\(\).*$/m, '');
    const fakes = [
      `state=${state} own=1 now=1000 turn=0 began=$(date +%s)`,
      'date() { echo $((began + 2 * turn)); }',
      `sleep() { turn=$((turn + 1)); ${eachTurn}; [ $turn -le ${turns} ]; }`,
      'clock() { now=$((now + 2)); }',
      'process() { pid=413; }',
      `listens() { [ $turn -ne ${listensUntilTurn + 1} ] || ${whenSilent}; [ $turn -le ${listensUntilTurn} ]; }`,
      'systemctl() { echo "turn $turn: $*"; exit 0; }',
      'chown() { :; }',
    ];
    const said = execFileSync('sh', ['-c', `${fakes.join('\n')}\n${loop}`], {encoding: 'utf8'});
    return /turn \d+: .*/.exec(said)?.[0] ?? '';
  }

  const anotherWrites = '(own=0; beat)';
  const kill = 'kill --signal=KILL slurmctld.service';

  it('kills one that hangs while it hands over, where two writers keep taking the heartbeat from each other', () => {
    expect(watched(3)).toBe(`turn 24: ${kill}`);
  });

  it('keeps the heartbeat of one that hands over and is silent, so that no standby takes control beside the one it hands over to', () => {
    for (const whenSilent of [':', `rm ${state}/heartbeat`]) {
      beat(1, 0);
      expect(watched(3, 12, whenSilent)).toBe('');
      const [age, index] = run('look && echo $age $index').trim().split(' ').map(Number);
      expect(index).toBe(1);
      // The watch's clock was 24 s ahead at its end.
      expect(age).toBeLessThan(-15);
    }
  });

  it('leaves the heartbeat to the one that has taken control from it', () => {
    beat(1, 0);
    expect(watched(3, 12, anotherWrites)).toBe('');
    expect(run('look && echo $index')).toBe('0\n');
  });

  it('kills one that hangs while another is seen to be in control', () => {
    expect(watched(3, 60, ':', anotherWrites)).toBe(`turn 24: ${kill}`);
  });

  it('lets one take its time that takes control from a dead one, and writes the heartbeat meanwhile', () => {
    beat(0, 60);
    expect(watched(3)).toBe('');
    expect(run('look && echo $index')).toBe('1\n');
  });

  it('lets one be that has only been started, for two minutes', () => {
    expect(watched(0, 60, ':', anotherWrites)).toBe('');
    expect(watched(0, 80, ':', anotherWrites)).toBe(`turn 61: ${kill}`);
  });
});

describe('phase 4', () => {
  const config = configOf();
  const steps = partOf(slurmPhase.plan(bareSnapshot(config), config)).steps;
  const dropIn = '/etc/systemd/system/slurmctld.service.d/hpcha.conf';

  it('puts the gate before the first slurmctld alone: only that one takes control by being started', () => {
    expect(fileOn(steps, 'server1', dropIn)).toContain(
      'ExecStartPre=/bin/sh /usr/local/lib/hpcha/slurmctld-gate /mnt/glusterfs/slurm/state 8 1:10.0.0.102 2:10.0.0.103\n',
    );
    expect(fileOn(steps, 'server2', dropIn)).not.toContain('slurmctld-gate');
  });

  it('has every slurmctld watched under its own number', () => {
    for (const [index, host] of ['server1', 'server2', 'server3'].entries()) {
      expect(fileOn(steps, host, dropIn)).toContain('Wants=hpcha-slurmctld-watch.service\n');
      const unit = fileOn(steps, host, '/etc/systemd/system/hpcha-slurmctld-watch.service');
      expect(unit).toContain(`slurmctld-watch /mnt/glusterfs/slurm/state ${index}\n`);
    }
  });
});
