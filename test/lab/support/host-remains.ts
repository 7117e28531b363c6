// What of a lab can be seen on the host: namespaces, interfaces, mounts, loop devices, control groups, processes.

import {readdirSync, readFileSync} from 'node:fs';
import {execa} from 'execa';

async function lines(file: string, ...args: readonly string[]): Promise<readonly string[]> {
  const {stdout} = await execa(file, args);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Control groups of lab `id` (its number and name) in every hierarchy. */
async function groupsOf(id: string): Promise<readonly string[]> {
  return lines('find', '/sys/fs/cgroup', '-type', 'd', '-path', `*/hpcha-lab/${id}*`);
}

function processesWith(word: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return argv.includes(word) ? [`process ${pid}: ${argv}`] : [];
      } catch (error) {
        // It has ended while we looked.
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return [];
        throw error;
      }
    });
}

/**
 * Everything on the host that belongs to the lab with this number and directory. Looks at the kernel, not at the lab's own
 * records, and at this lab alone, because others may run beside it.
 */
export async function remainsOf(index: number, name: string, labDir: string): Promise<readonly string[]> {
  const mine = new RegExp(`(^|[^a-z0-9])hl${index}([^0-9]|$)`);
  const [namespaces, links, loops, groups] = await Promise.all([
    lines('ip', 'netns', 'list'),
    lines('ip', '-oneline', 'link', 'show'),
    lines('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE'),
    groupsOf(`${index}-${name}`),
  ]);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...namespaces.filter((line) => mine.test(line)).map((line) => `namespace ${line}`),
    ...links.filter((line) => mine.test(line)).map((line) => `link ${line}`),
    ...loops.filter((line) => line.includes(`${labDir}/`)).map((line) => `loop ${line}`),
    ...mounts.filter((line) => line.includes(labDir) || line.includes(`hl${index}-`)).map((line) => `mount ${line}`),
    ...groups.map((group) => `group ${group}`),
    ...processesWith(`--directory=${labDir}/`),
    ...(await lines('find', '/run/systemd/nspawn', '-name', `hl${index}-*`).catch(() => [])),
  ];
}
