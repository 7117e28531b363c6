// Debian's testssl.sh: installed on this host where it is missing, run against one address, its findings as data.

import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {z} from 'zod';

const program = '/usr/bin/testssl';

const findingsSchema = z.array(z.looseObject({id: z.string(), severity: z.string(), finding: z.string()}));
export type TlsFinding = z.output<typeof findingsSchema>[number];

export async function installTestssl(): Promise<void> {
  if (existsSync(program)) return;
  const env = {DEBIAN_FRONTEND: 'noninteractive'};
  await execa('apt-get', ['-q', 'update'], {env, timeout: 300_000, reject: false});
  await execa('apt-get', ['-q', 'install', '--yes', '--no-install-recommends', 'testssl.sh'], {env, timeout: 600_000});
}

/** `authority`: PEM file of the authority that the site's certificate is of. */
export async function testTls(address: string, authority: string): Promise<readonly TlsFinding[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hpcha-testssl-'));
  const report = path.join(folder, 'report.json');
  try {
    const words = ['--quiet', '--warnings', 'off', '--color', '0', '--nodns', 'none'];
    const run = await execa(program, [...words, '--add-ca', authority, '--jsonfile', report, `${address}:443`], {
      timeout: 900_000,
      reject: false,
      stdin: 'ignore',
    });
    if (!existsSync(report)) throw new Error(`testssl.sh wrote no report: ${run.stdout}\n${run.stderr}`);
    return findingsSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
