// How keepalived is set up (L07–L09): what its files say, what is found in it, and that no password is read.

import {execFileSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {keepalivedFolder, keepalivedSetupLook} from '../../../src/probes/catalogue/keepalived.ts';
import {judgeSetup} from '../../../src/probes/keepalived/judge-setup.ts';
import {parseSetup} from '../../../src/probes/keepalived/parse-setup.ts';
import type {VipHost, VipView} from '../../../src/probes/keepalived/vip-view.ts';

/** As the earlier scripts set it up. */
const earlier = `
vrrp_script check_services {
    script "/etc/keepalived/check_services.sh"
    interval 3
    weight -20
}
vrrp_instance VI_1 {
    state MASTER
    nopreempt
    virtual_router_id 51
    authentication {
        auth_type PASS
        auth_pass s3cret
    }
    track_script {
        check_services
    }
}
`;
const script = 'for s in glusterd mariadb redis; do systemctl is-active --quiet $s || exit 1; done\n';

const ours = `
# nopreempt and weight -5 in a comment are no setting
track_file hpcha_maint {
    weight 0
}
vrrp_script hpcha_galera {
    script "/usr/local/lib/hpcha/vrrp-check galera"
    weight 0
}
vrrp_instance hpcha_vip {
    state BACKUP
    nopreempt
    track_script {
        hpcha_galera
    }
}
`;

/** What the look itself prints for these files: the same program, the same words. */
function looked(conf: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'hpcha-keepalived-'));
  for (const [name, text] of Object.entries({'keepalived.conf': conf, ...files}))
    writeFileSync(join(folder, name), text);
  const [program, ...words] = keepalivedSetupLook.argv;
  const argv = words.map((word) => (word === keepalivedFolder ? folder : word));
  return execFileSync(program, argv, {encoding: 'utf8'}).replaceAll(folder, keepalivedFolder);
}

function judged(...texts: readonly string[]) {
  const hosts = texts.map((text, index) => {
    const setup = parseSetup(text);
    return {host: `server${index + 1}`, facts: setup === null ? {} : {setup}} as VipHost;
  });
  return judgeSetup({hosts} as Pick<VipView, 'hosts'> as VipView).map(({code, where}) => `${code}@${where}`);
}

describe('the words of keepalived.conf', () => {
  it('are read without the password', () => {
    expect(looked(earlier)).not.toContain('s3cret');
    expect(looked('vrrp_instance VI { authentication { auth_pass s3cret } }')).not.toContain('s3cret');
  });

  it('tell the state, who preempts, what is weighted, and which checks only see processes', () => {
    expect(parseSetup(looked(earlier, {'check_services.sh': script}))).toEqual({
      state: 'MASTER',
      nopreempt: true,
      scripts: ['/etc/keepalived/check_services.sh'],
      weighted: ['check_services -20'],
      shallow: ['/etc/keepalived/check_services.sh'],
    });
    expect(parseSetup(looked(ours))).toEqual({
      state: 'BACKUP',
      nopreempt: true,
      scripts: ['/usr/local/lib/hpcha/vrrp-check galera'],
      weighted: [],
      shallow: [],
    });
  });

  it('know a weight that is given where the check is tracked', () => {
    const tracked = ours.replace('        hpcha_galera\n', '        hpcha_galera weight -30\n');
    expect(parseSetup(looked(tracked))?.weighted).toEqual(['hpcha_galera -30']);
  });

  it('tell nothing where there are none', () => {
    expect(parseSetup('')).toBeNull();
  });
});

describe('the posture of keepalived', () => {
  it('is found wanting as the earlier scripts left it', () => {
    const text = looked(earlier, {'check_services.sh': script});
    expect(judged(text, text)).toEqual([
      'VipNeverMovesOnFailure@server1',
      'VipCheckShallow@server1',
      'VipNeverMovesOnFailure@server2',
      'VipCheckShallow@server2',
      'VipTwoBornMasters@cluster',
    ]);
  });

  it('is right as phase 5 writes it, and not judged where it could not be read', () => {
    expect(judged(looked(ours), looked(ours), '')).toEqual([]);
  });

  it('lets one be born MASTER, and weights where backups preempt', () => {
    const preempting = earlier.replace('    nopreempt\n', '').replace('check_services.sh', 'other.sh');
    expect(judged(looked(preempting), looked(ours))).toEqual([]);
  });

  it('names a daemon that checks nothing, and a script that asks a service is no shallow one', () => {
    expect(judged(looked('vrrp_instance VI_1 {\n    state BACKUP\n}\n'))).toEqual(['VipUnchecked@server1']);
    const asks = `${script}mariadb -e 'SELECT 1' || exit 1\n`;
    expect(judged(looked(earlier, {'check_services.sh': asks}))).toEqual(['VipNeverMovesOnFailure@server1']);
  });
});
