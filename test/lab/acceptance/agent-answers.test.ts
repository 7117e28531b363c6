// On a real controller: for every look of the catalogue the program's own answer says what the command itself says.

import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {loadConfig} from '../../../src/config/load.ts';
import type {ClusterConfig} from '../../../src/config/schema.ts';
import type {Look} from '../../../src/model/look.ts';
import {patterns} from '../../../src/probes/catalogue/patterns.ts';
import type {HostReader, LookResult, Transport} from '../../../src/transport/host.ts';
import {openTransport} from '../../../src/transport/open-transport.ts';
import {deployedLab} from '../support/deployed-lab.ts';

const never = new AbortController().signal;
let transport: Transport;
let reader: HostReader;
let config: ClusterConfig;

beforeAll(async () => {
  const lab = await deployedLab();
  const loaded = await loadConfig(lab.config, process.env);
  config = loaded.config;
  transport = openTransport(config, {secrets: loaded.secrets});
  reader = transport.connection('server1').reader;
}, 900_000);

afterAll(async () => transport?.close());

/** What changes from one moment to the next, and what only looks different: order, padding, flags beside a process's state. */
function steady(look: Look, result: LookResult | undefined): string {
  if (result?.kind !== 'output') return `${result?.error.code}`;
  const {exitCode, stdout, stderr} = result.output;
  const lines = stdout.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return [exitCode, ...lines.map((line) => unchanging(look, line)).sort(), stderr.trim()].join('\n');
}

function unchanging(look: Look, line: string): string {
  if (look.argv[0] === 'ps') return line.replace(/^\S+ /, '');
  if (look.argv[0] === 'date') return line.replace(/\d/g, '#');
  return /^\/proc\/(loadavg:|meminfo:|uptime:|self\/stat )/.test(line) ? line.replace(/\d+/g, '#') : line;
}

describe('the program that answers looks', () => {
  it('says of every look that it answers by itself what the command says', async () => {
    const own = new Set([
      'grep',
      'cat',
      'tail',
      'stat',
      'date',
      'find',
      'sha256sum',
      'pgrep',
      'ps',
      'ss',
      'nft',
      'systemctl',
    ]);
    const looks = patterns(config).filter(({argv}) => own.has(argv[0]) && !(argv[0] === 'stat' && argv[1] === '-f'));
    expect(looks.length).toBeGreaterThan(20);
    const differing: string[] = [];
    for (const look of looks) {
      const asked = (): Promise<string> => reader.lookAll([look], never).then(([result]) => steady(look, result));
      const started = (): Promise<string> =>
        reader.lookAll([{...look, argv: ['env', ...look.argv]}], never).then(([result]) => steady(look, result));
      // The cluster lives meanwhile: what changed between the two questions is asked once more.
      const [first, again] = [await asked(), await started()];
      if (first !== again && (await asked()) !== (await started()))
        differing.push(`${look.name}\n${first}\n---\n${again}`);
    }
    expect(differing).toEqual([]);
  });

  it('asks systemd for several units at once and tells those that do not exist', async () => {
    const units = ['mariadb.service', 'no-such-thing.service', 'redis-server@6380.service', 'ssh.service'] as const;
    const argv = [
      'systemctl',
      'show',
      '--property=Id,LoadState,ActiveState,SubState,MainPID,NRestarts,UnitFileState',
      '--',
      ...units,
    ] as const;
    const look: Look = {name: 'units', argv, privileged: false, timeoutMs: 5000};
    const [own] = await reader.lookAll([look], never);
    const [real] = await reader.lookAll([{...look, argv: ['env', ...argv]}], never);
    const blocks = (result: LookResult | undefined): readonly string[] =>
      result?.kind === 'output'
        ? result.output.stdout
            .trim()
            .split('\n\n')
            .map((block) => block.split('\n').sort().join(' '))
        : [];
    expect(blocks(own)).toHaveLength(4);
    expect(blocks(own)).toEqual(blocks(real));
  });
});
