// Processes of the host by pid and start time, so that a reused pid is never taken for ours.

import {readdir, readFile} from 'node:fs/promises';

/** A process as state.json records it: boot id and start time (clock ticks since boot) make the pid unmistakable. */
export type ProcessMark = {readonly pid: number; readonly start: string};

type Stat = {readonly ppid: number; readonly state: string; readonly start: string};

let boot: Promise<string> | undefined;

/** Which boot of the host this is: after a reboot pids and start times begin again. */
function bootId(): Promise<string> {
  boot ??= readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim());
  return boot;
}

/** /proc/PID/stat, or undefined when the process is gone. The name in parentheses may hold spaces and parentheses. */
async function readStat(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(goneIsUndefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {state: fields[0] ?? '', ppid: Number(fields[1]), start: `${await bootId()}:${fields[19] ?? ''}`};
}

/** ENOENT and ESRCH are how /proc says "no such process"; anything else is a real error. */
function goneIsUndefined(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ESRCH') return undefined;
  throw error;
}

export async function markOf(pid: number): Promise<ProcessMark | undefined> {
  const stat = await readStat(pid);
  return stat === undefined ? undefined : {pid, start: stat.start};
}

/** Whether that very process runs. A zombie does not run: it is only waiting to be reaped. */
export async function isRunning(mark: ProcessMark | undefined): Promise<boolean> {
  if (mark === undefined) return false;
  const stat = await readStat(mark.pid);
  return stat !== undefined && sameStart(stat.start, mark.start) && stat.state !== 'Z';
}

/** A mark written before boot ids were recorded holds the ticks alone. */
function sameStart(now: string, recorded: string): boolean {
  return now === recorded || (!recorded.includes(':') && now.endsWith(`:${recorded}`));
}

/** Sends a signal to that very process; false when it is gone. */
export async function signalProcess(mark: ProcessMark | undefined, signal: NodeJS.Signals | number): Promise<boolean> {
  if (mark === undefined || !(await isRunning(mark))) return false;
  try {
    process.kill(mark.pid, signal);
    return true;
  } catch (error) {
    return goneIsUndefined(error) !== undefined;
  }
}

async function allPids(): Promise<readonly number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** PID 1 of the machine that this nspawn process runs: its child whose innermost pid is 1 (NSpid, proc(5)). */
export async function findLeader(nspawn: number): Promise<ProcessMark | undefined> {
  for (const pid of await allPids()) {
    const stat = await readStat(pid);
    if (stat?.ppid !== nspawn) continue;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(goneIsUndefined);
    const inner = /^NSpid:\s+(.*)$/m.exec(status ?? '')?.[1]?.split(/\s+/) ?? [];
    if (inner.length > 1 && inner.at(-1) === '1') return {pid, start: stat.start};
  }
  return undefined;
}

/** Processes whose argv holds exactly this argument: finds a launcher that was started but not yet recorded. */
export async function findByArgument(argument: string): Promise<readonly ProcessMark[]> {
  const found: ProcessMark[] = [];
  for (const pid of await allPids()) {
    const argv = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(goneIsUndefined);
    const mark = argv?.split('\0').includes(argument) === true ? await markOf(pid) : undefined;
    if (mark !== undefined) found.push(mark);
  }
  return found;
}

/** Processes of the host that entered a machine through its PID 1 (`nsenter --target PID`) and wait there for their child. */
export async function findEntrants(leader: number): Promise<readonly ProcessMark[]> {
  const found: ProcessMark[] = [];
  for (const pid of await allPids()) {
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(goneIsUndefined))?.split('\0') ?? [];
    const entered = argv[0]?.endsWith('nsenter') === true && argv[argv.indexOf('--target') + 1] === String(leader);
    const mark = entered ? await markOf(pid) : undefined;
    if (mark !== undefined) found.push(mark);
  }
  return found;
}
