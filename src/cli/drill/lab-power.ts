// The lab's power for drills, and its supervisor: what a controller without power cannot do for itself, this machine does.

import {spawn} from 'node:child_process';
import {closeSync, mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ClusterConfig} from '../../config/schema.ts';
import {isHpchaError} from '../../model/error.ts';
import type {Power} from '../../run/drill/drill-deps.ts';
import {ownCommand} from '../../run/spawn-runner.ts';

/** Waits, and gives the power back unless it was called off; a process of its own, so that nobody's end ends it. */
const supervise = `i=0
while [ "$i" -lt "$2" ] && [ -e "$1/armed" ]; do sleep 1; i=$((i + 1)); done
if [ -e "$1/armed" ]; then shift 2; exec "$@"; fi`;

/** null unless the configuration says `lab: true` and a lab of that name on this machine has exactly these controllers. */
export async function labPower(config: ClusterConfig): Promise<Power | null> {
  if (!config.lab) return null;
  const {openLab} = await import('../../lab/handle.ts');
  const name = config.cluster.name;
  try {
    const lab = await openLab(name);
    const {machines} = await lab.state();
    const ours = config.nodes.controllers.every(({hostname, ip_address}) =>
      machines.some((machine) => machine.name === hostname && machine.address === ip_address),
    );
    if (!ours) return null;
    return {
      off: (host, onCut) => lab.poweroff(host, onCut),
      on: (host) => lab.poweron(host),
      arm: async (host, seconds) => arm(name, host, seconds),
    };
  } catch (thrown) {
    // A cluster that calls itself a lab and is none of this machine's: its power is beyond us.
    if (isHpchaError(thrown) && thrown.code === 'usage') return null;
    throw thrown;
  }
}

function arm(lab: string, host: string, seconds: number): () => Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'hpcha-drill-'));
  writeFileSync(join(directory, 'armed'), `${lab} ${host}\n`);
  const log = openSync(join(directory, 'log'), 'a', 0o600);
  const argv = [...ownCommand(), 'lab', 'poweron', host, '--name', lab];
  const child = spawn('sh', ['-c', supervise, 'hpcha-drill-supervisor', directory, String(seconds), ...argv], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  });
  closeSync(log);
  child.unref();
  return async () => rmSync(directory, {recursive: true, force: true});
}
