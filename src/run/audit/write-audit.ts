// Appends one operation to every copy of the audit journal that can be reached: the console's file, and one on each controller.

import {randomBytes} from 'node:crypto';
import {appendFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isHpchaError} from '../../model/error.ts';
import type {Permit} from '../../model/permit.ts';
import type {HostConnection} from '../../transport/host.ts';
import {script} from '../operations/contract.ts';
import {type AuditBody, auditLine, parseAuditLine} from './audit-entry.ts';
import type {AuditCopy} from './verify-audit.ts';

export const auditFile = '/var/log/hpcha/audit.jsonl';
const timeoutMs = 10_000;

const tailScript = `tail -n 1 ${auditFile} 2>/dev/null || true`;

/**
 * $1: the hash that the line follows; stdin: the line. Under a lock of the file itself, and only if nobody has written since
 * (75). At 400 kB the file is put aside; the chain goes on in the new one, because the line names what it follows.
 */
const appendScript = `set -e
umask 027
mkdir -p /var/log/hpcha
exec 9>>/var/log/hpcha/.audit.lock
flock -w 5 9
last=$(tail -n 1 ${auditFile} 2>/dev/null | sed -n 's/.*"hash":"\\([0-9a-f]*\\)"}$/\\1/p')
[ "\${last:-genesis}" = "$1" ] || exit 75
if [ -e ${auditFile} ] && [ "$(stat -c %s ${auditFile})" -gt 400000 ]; then mv ${auditFile} ${auditFile}.1; fi
cat >> ${auditFile}
chmod 0640 ${auditFile}
sync ${auditFile}`;

/** Resolves to the names of the copies that did not get it: said in the run's own journal, never a reason to fail the operation. */
export async function writeAudit(
  body: Omit<AuditBody, 'copies'>,
  state: string,
  controllers: readonly HostConnection[],
  permit: Permit,
): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(30_000);
  const tails = await Promise.all(controllers.map((each) => lastHash(each, signal)));
  const own = await consoleTail(state, body.cluster);
  const consoleName = await consoleCopyName(state);
  const copies = Object.fromEntries([
    [consoleName, own],
    ...controllers.map(({host}, index) => [host, tails[index]?.hash ?? null] as const),
  ]);
  const whole: AuditBody = {...body, copies};
  const missed = await Promise.all(
    controllers.map(async (each, index) => {
      const tail = tails[index];
      if (tail === undefined || !tail.read) return [each.host];
      const line = auditLine(tail.hash, whole);
      return (await append(each, line.prev, `${JSON.stringify(line)}\n`, permit, signal)) ? [] : [each.host];
    }),
  );
  const path = consolePath(state, body.cluster);
  await mkdir(join(state, 'audit'), {recursive: true, mode: 0o700});
  await appendFile(path, `${JSON.stringify(auditLine(own, whole))}\n`, {mode: 0o600});
  return missed.flat();
}

type Tail = {readonly read: boolean; readonly hash: string | null};

async function lastHash({inspector}: HostConnection, signal: AbortSignal): Promise<Tail> {
  try {
    const {exitCode, stdout} = await inspector.inspect(['sh', '-c', tailScript], {timeoutMs}, signal);
    return {read: exitCode === 0, hash: parseAuditLine(stdout)?.hash ?? null};
  } catch (thrown) {
    if (!isHpchaError(thrown)) throw thrown;
    return {read: false, hash: null};
  }
}

async function append(
  {writer}: HostConnection,
  prev: string,
  line: string,
  permit: Permit,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const argv = script('hpcha-audit', appendScript, prev);
    return (await writer.run(argv, permit, {stdin: line, timeoutMs}, signal)).exitCode === 0;
  } catch (thrown) {
    if (!isHpchaError(thrown)) throw thrown;
    return false;
  }
}

/** Each console keeps a copy of its own: the name tells them apart, or one operator's copy would be taken for another's. */
async function consoleCopyName(state: string): Promise<string> {
  const path = join(state, 'audit', 'console-id');
  await mkdir(join(state, 'audit'), {recursive: true, mode: 0o700});
  try {
    await writeFile(path, randomBytes(4).toString('hex'), {flag: 'wx', mode: 0o600});
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  return `console-${(await readFile(path, 'utf8')).trim()}`;
}

function consolePath(state: string, cluster: string): string {
  return join(state, 'audit', `${cluster}.jsonl`);
}

async function consoleTail(state: string, cluster: string): Promise<string | null> {
  const text = await readConsole(state, cluster);
  return parseAuditLine(text.trimEnd().split('\n').at(-1) ?? '')?.hash ?? null;
}

async function readConsole(state: string, cluster: string): Promise<string> {
  try {
    return await readFile(consolePath(state, cluster), 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}

/** All copies for showing and verifying; one that cannot be read is null. */
export async function readAudit(
  state: string,
  cluster: string,
  controllers: readonly HostConnection[],
  signal: AbortSignal,
): Promise<readonly AuditCopy[]> {
  // With the part that was put aside: less than a mebibyte together.
  return readCopies(`cat ${auditFile}.1 ${auditFile} 2>/dev/null; true`, state, cluster, controllers, signal);
}

/** The newest lines of every copy: what was done lately, without a mebibyte over a slow line. */
export async function readAuditEnds(
  state: string,
  cluster: string,
  controllers: readonly HostConnection[],
  signal: AbortSignal,
): Promise<readonly AuditCopy[]> {
  const newest = `tail -q -n 40 ${auditFile}.1 ${auditFile} 2>/dev/null | tail -n 40; true`;
  return readCopies(newest, state, cluster, controllers, signal);
}

async function readCopies(
  command: string,
  state: string,
  cluster: string,
  controllers: readonly HostConnection[],
  signal: AbortSignal,
): Promise<readonly AuditCopy[]> {
  const argv = ['sh', '-c', command] as const;
  const remote = await Promise.all(
    controllers.map(async ({host, inspector}): Promise<AuditCopy> => {
      try {
        const {exitCode, stdout, truncated} = await inspector.inspect(argv, {timeoutMs}, signal);
        return {name: host, text: exitCode === 0 && !truncated ? stdout : null};
      } catch (thrown) {
        if (!isHpchaError(thrown)) throw thrown;
        return {name: host, text: null};
      }
    }),
  );
  return [{name: await consoleCopyName(state), text: await readConsole(state, cluster)}, ...remote];
}
