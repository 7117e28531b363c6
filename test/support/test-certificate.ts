// A certificate for a server of a test, made by openssl as phase 6 makes its own; it is its own authority.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** `names` as in a certificate: `DNS:name,IP:address`. Valid for thirty days. */
export function makeCertificate(names: string): {readonly key: string; readonly cert: string} {
  const folder = mkdtempSync(join(tmpdir(), 'hpcha-site-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  try {
    const of = ['-subj', '/CN=test', '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert];
    execFileSync('openssl', [...made, ...of], {stdio: 'pipe'});
    return {key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8')};
  } finally {
    rmSync(folder, {recursive: true});
  }
}
