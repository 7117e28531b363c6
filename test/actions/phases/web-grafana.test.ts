// What phase 6 promises of Grafana: deployed where the package sources offer it, with its password in no plan, argv or environment; else said.

import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {webPhase} from '../../../src/actions/phases/web.ts';
import {renderPlain} from '../../../src/actions/render.ts';
import type {GrafanaStanding} from '../../../src/model/facts.ts';
import {findingText} from '../../../src/model/messages.ts';
import {revealText, Secret} from '../../../src/model/secret.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {bareSnapshot, configOf, seen, survey, withReadings} from '../support/cluster.ts';
import {fileOn, partOf} from '../support/parts.ts';

const config = configOf(3, {web: {grafana_password: 'hidden-grafana'}});

/** The controllers as the survey saw them, in order. */
function surveyed(standings: readonly (GrafanaStanding | null)[], of = config): Snapshot {
  const bare = bareSnapshot(of);
  const readings = Object.fromEntries(
    of.nodes.controllers.map(({hostname, ip_address}, index) => [
      hostname,
      seen(survey(ip_address, {grafana: standings[index] ?? null})),
    ]),
  );
  return withReadings(bare, 'survey', {...bare.hosts.survey, ...readings});
}

const planned = (standings: readonly (GrafanaStanding | null)[], of = config) =>
  partOf(webPhase.plan(surveyed(standings, of), of));

describe('Grafana', () => {
  test('is deployed on those controllers whose sources offer it, or that have it from us', () => {
    const {steps} = planned(['offered', 'not-offered', 'ours']);
    const units = steps.filter(({operation}) => operation.kind === 'unit' && /grafana/.test(operation.unit));
    expect(units.map(({on}) => on)).toEqual(['server1', 'server3']);
    const installing = steps.filter(
      ({operation}) => operation.kind === 'package' && operation.names.includes('grafana'),
    );
    expect(installing.map(({on}) => on)).toEqual(['server1', 'server3']);
  });

  test('is behind nginx of those alone', () => {
    const {steps} = planned(['offered', 'not-offered', 'not-offered']);
    const site = '/etc/nginx/conf.d/hpcha-site.conf';
    expect(fileOn(steps, 'server1', site)).toContain('location /grafana/ {\n        proxy_pass http://127.0.0.1:3000;');
    expect(fileOn(steps, 'server2', site)).not.toContain('grafana');
  });

  test('has its password in a file of root, given to its unit, and in no plan, argv or environment', () => {
    const {steps} = planned(['offered', 'offered', 'offered']);
    expect(JSON.stringify(steps)).not.toContain('hidden-grafana');
    const path = '/etc/hpcha/web/secrets/grafana_password';
    const [file] = steps.flatMap(({operation}) =>
      operation.kind === 'file' && operation.path === path ? [operation] : [],
    );
    expect(file?.mode).toBe('0600');
    const values = new Map([['web.grafana_password', new Secret('hidden-grafana')]]);
    expect(revealText(file?.content ?? [], values)).toBe('hidden-grafana');
    const unit = fileOn(steps, 'server1', '/etc/systemd/system/grafana-server.service.d/hpcha.conf');
    expect(unit).toContain(`LoadCredential=grafana_password:${path}`);
    expect(unit).toContain(
      'GF_SECURITY_ADMIN_PASSWORD=$__file{/run/credentials/grafana-server.service/grafana_password}',
    );
    expect(unit).toContain('GF_SERVER_HTTP_ADDR=127.0.0.1');
  });

  test('draws what this controller’s Prometheus keeps, on the dashboard of the table of metrics', () => {
    const {steps} = planned(['offered', 'offered', 'offered']);
    const source = fileOn(steps, 'server2', '/etc/grafana/provisioning/datasources/hpcha.yaml');
    expect(source).toContain('url: http://127.0.0.1:9095');
    expect(source).toContain('uid: hpcha');
    const dashboards = fileOn(steps, 'server2', '/etc/grafana/provisioning/dashboards/hpcha.yaml');
    const folder = /path: (\S+)/.exec(dashboards)?.[1] ?? '';
    const dashboard: unknown = JSON.parse(fileOn(steps, 'server2', `${folder}/hpcha-overview.json`));
    expect(dashboard).toMatchObject({title: 'HPC cluster test', panels: expect.arrayContaining([expect.anything()])});
  });

  test('that is not there is told for each controller, as no more than an information', () => {
    const {notes, steps} = planned(['not-offered', 'unread', 'foreign']);
    expect(notes.map(({code, where, level}) => [code, where, level])).toEqual([
      ['GrafanaNotOffered', 'server1', 'info'],
      ['GrafanaSourcesUnread', 'server2', 'info'],
      ['GrafanaForeign', 'server3', 'info'],
    ]);
    const [note] = notes;
    expect(note && findingText(note)).toMatch(/package sources of server1 offer no package grafana/);
    expect(note && findingText(note, 'ko')).toMatch(/server1의 패키지 저장소에 grafana 패키지가 없어/);
    expect(JSON.stringify(steps)).not.toMatch(/grafana/);
  });

  test('is not spoken of where nobody gave a password for it', () => {
    const plain = configOf();
    const {notes, steps} = planned(['offered', null, null], plain);
    expect(notes).toEqual([]);
    expect(JSON.stringify(steps)).not.toMatch(/grafana/);
  });
});

describe('the password of its administrator', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hpcha-grafana-'));
    const password = join(folder, 'password');
    writeFileSync(password, 'first', {mode: 0o600});
    const script = renderPlain('web/grafana-password.sh', {password, group: 'grafana'})
      .replace('/var/lib/hpcha/grafana-password.set', join(folder, 'state', 'set'))
      .replaceAll('/var/lib/grafana/grafana.db', join(folder, 'grafana.db'));
    writeFileSync(join(folder, 'grafana-password'), script);
    writeFileSync(join(folder, 'grafana.db'), '');
    // Becomes nobody; Grafana's own command notes how it was called and what it was told.
    const commands = {
      runuser: '#!/bin/sh\nshift 3\nexec "$@"\n',
      grafana: `#!/bin/sh\nprintf '%s\\n' "$*" >>${folder}/argv\ncat >${folder}/heard\n[ ! -e ${folder}/broken ]\n`,
    };
    for (const [name, text] of Object.entries(commands)) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  const run = (verb: string) => {
    const env = {...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`};
    return spawnSync('sh', [join(folder, 'grafana-password'), verb], {encoding: 'utf8', env});
  };

  test('is set once, by stdin, and again when it or the database is another one', () => {
    expect(run('check').status).toBe(1);
    expect(run('set')).toMatchObject({status: 0, stdout: '', stderr: ''});
    expect(readFileSync(join(folder, 'heard'), 'utf8')).toBe('first');
    expect(readFileSync(join(folder, 'argv'), 'utf8')).toMatch(
      /^cli .* admin reset-admin-password --password-from-stdin\n$/,
    );
    expect(run('check').status).toBe(0);
    writeFileSync(join(folder, 'password'), 'second');
    expect(run('check').status).toBe(1);
    run('set');
    execFileSync('sh', ['-c', `cp ${folder}/grafana.db ${folder}/other && mv ${folder}/other ${folder}/grafana.db`]);
    expect(run('check').status).toBe(1);
    expect(readFileSync(join(folder, 'argv'), 'utf8')).not.toMatch(/first|second/);
  });

  test('is not taken for set where Grafana refused it', () => {
    writeFileSync(join(folder, 'broken'), '');
    expect(run('set').status).not.toBe(0);
    expect(run('check').status).toBe(1);
  });
});
