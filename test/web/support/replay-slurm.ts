// Slurm's commands for tests: they print what a real cluster printed, with the mark of the call, and note how they were called.

import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/slurm-jobs');

/** Makes the folder with the commands; `calls` in it has a line for each, with who called; a number in `forgotten` leaves squeue's list. */
export function makeSlurmFolder(folder: string): {readonly bin: string; readonly calls: string} {
  mkdirSync(folder, {recursive: true});
  const calls = path.join(folder, 'calls');
  writeFileSync(calls, '');
  chmodSync(calls, 0o666);
  const note = `printf '%s %s %s\\n' "$(id -u)" "\${0##*/}" "$*" >> ${calls}`;
  const show = (name: string): string =>
    `mark=$(printf '%s' "$*" | sed -n 's/.*\\(~[0-9a-f]\\{24\\}~\\).*/\\1/p')\nsed "s/~mark~/$mark/g" ${fixtures}/${name}.txt`;
  const bobs = `job=$(printf '%s' "$*" | sed -n 's/.*--jobs=\\([0-9_]*\\).*/\\1/p')
if [ "$job" = 77 ]; then ${show('squeue').replaceAll('\n', '; ')} | tail -1 | sed 's/^5/77/;s/alice/bob/;s/^\\([^~]*~[0-9a-f]*~\\)5~/\\177~/'; exit 0; fi
if [ -n "$job" ]; then ${show('squeue').replaceAll('\n', '; ')} | grep "^$job~" && exit 0; echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1; fi`;
  const commands: Readonly<Record<string, string>> = {
    squeue: `case "$*" in *--array*) ${show('statistics').replaceAll('\n', '; ')}; exit 0;; esac\n${bobs}\n${show('squeue')} | grep -v "^$(cat ${folder}/forgotten 2>/dev/null || echo none)~"`,
    sacct: `case "$*" in *--jobs=*) exit 0;; esac\n${show('sacct')}`,
    sinfo: show('sinfo'),
    sbatch: `cat > ${folder}/script.$(id -u); env > ${folder}/env.$(id -u); echo 4711`,
    scancel: 'echo "scancel: error: Kill job error on job id 5: Access/permission denied" >&2; exit 1',
    scontrol: 'exit 0',
  };
  for (const [name, body] of Object.entries(commands)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${note}\n${body}\n`);
    chmodSync(file, 0o755);
  }
  chmodSync(folder, 0o777);
  return {bin: folder, calls};
}
