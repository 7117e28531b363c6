// What lies on a host before the phases: what is there must never read as "nothing there".

import {describe, expect, it} from 'vitest';
import * as survey from '../../../src/probes/survey/parse-survey.ts';

const output = (stdout: string, stderr = '', exitCode = 0) => ({exitCode, stdout, stderr, tookMs: 1, truncated: false});

/** What apt-cache of Debian 12 says, and what it says with a repository of Grafana's. */
const nginxLines = `nginx:
  Installed: (none)
  Candidate: 1.22.1-9+deb12u11
  Version table:
     1.22.1-9+deb12u11 500
        500 http://deb.debian.org/debian-security bookworm-security/main amd64 Packages
`;
const grafanaLines = `grafana:
  Installed: (none)
  Candidate: 11.3.0
  Version table:
     11.3.0 500
        500 https://apt.grafana.com stable/main amd64 Packages
`;

describe('whether Grafana can be had', () => {
  it.each([
    ['not-offered', nginxLines, '', 'Failed to get unit file state'],
    ['not-offered', `grafana:\n  Installed: (none)\n  Candidate: (none)\n${nginxLines}`, '', ''],
    ['offered', grafanaLines + nginxLines, '', 'disabled\n'],
    ['unread', '', '', ''],
    ['foreign', grafanaLines + nginxLines, '', 'enabled\n'],
    ['ours', grafanaLines + nginxLines, '/etc/x.conf:[Service]\n', 'enabled\n'],
    // Ours is ours, whatever became of its repository.
    ['ours', nginxLines, '/etc/x.conf:[Service]\n', 'enabled\n'],
  ] as const)('is said as %s', (standing, policy, dropIn, enabled) => {
    expect(survey.grafanaOf(policy, dropIn, enabled)).toBe(standing);
  });
});

describe('a survey', () => {
  it('lists what is installed, not what was once', () => {
    expect(survey.parsePackages('chrony 4.3-2 installed\nredis 5 config-files\nslurmd  not-installed\n')).toEqual({
      chrony: '4.3-2',
    });
  });

  it('reads addresses with their prefixes, and interfaces without', () => {
    const json = JSON.stringify([
      {
        ifname: 'eth0',
        addr_info: [
          {local: '10.0.0.101', prefixlen: 24},
          {local: '10.0.0.100', prefixlen: 24},
        ],
      },
      {ifname: 'dummy0', addr_info: []},
      {},
    ]);
    expect(survey.parseAddresses(json, 'server1')).toEqual([
      {name: 'eth0', addresses: ['10.0.0.101/24', '10.0.0.100/24']},
      {name: 'dummy0', addresses: []},
    ]);
    expect(() => survey.parseAddresses('oops', 'server1')).toThrow(/not JSON/);
  });

  it('finds volumes and peers in glusterd’s files', () => {
    const grep = [
      '/var/lib/glusterd/vols/gv0/info:type=2',
      '/var/lib/glusterd/vols/gv0/info:replica_count=3',
      '/var/lib/glusterd/vols/gv0/info:brick-0=server1:-data-b',
      '/var/lib/glusterd/peers/0a1b:hostname1=server2',
      '/var/lib/glusterd/peers/0a1b:uuid=0a1b',
    ].join('\n');
    expect(survey.parseVolumeFiles(grep)).toEqual([
      {name: 'gv0', type: 'Replicate', replica: 3, bricks: ['server1:-data-b']},
    ]);
    expect(survey.parsePeerFiles(grep)).toEqual(['server2']);
  });

  it('tells an absent, an empty, a used brick and one that belongs to a volume apart', () => {
    const brick = (text: string, mark: string | null = null) =>
      survey.brickOf(output(text), mark === null ? null : output(mark), '/b', 'server1');
    expect(survey.brickOf(output('', 'find: ‘/b’: No such file or directory\n', 1), null, '/b', 'server1')).toBe(
      'absent',
    );
    expect(brick('d /b\n')).toBe('empty');
    expect(brick('d /b\nf /b/x\n')).toBe('used');
    expect(brick('d /b\nd /b/.glusterfs\n')).toBe('volume');
    expect(brick('d /b\n', '# file: b\ntrusted.glusterfs.volume-id=0xabc\n')).toBe('volume');
    expect(() => survey.brickOf(output('', 'find: ‘/b’: Permission denied\n', 1), null, '/b', 'server1')).toThrow(
      /Permission denied/,
    );
  });

  it('takes only a digest for a digest', () => {
    expect(survey.digestOf(`${'a'.repeat(64)}  /etc/munge/munge.key`)).toBe('a'.repeat(64));
    expect(survey.digestOf('sha256sum: /etc/munge/munge.key: No such file')).toBeNull();
  });
});
