// The look helper is root: it answers the words of the catalogue and nothing that resembles them.

import {describe, expect, it} from 'vitest';
import {publicConfigText, readPublicConfig} from '../../../src/config/public-config.ts';
import {resolveConfig} from '../../../src/config/resolve.ts';
import {clusterSchema} from '../../../src/config/schema.ts';
import {galeraStatusQuery} from '../../../src/probes/catalogue/galera.ts';
import {patterns} from '../../../src/probes/catalogue/patterns.ts';
import {unitShowLook} from '../../../src/probes/unit-show.ts';
import {lookPolicy} from '../../../src/web/helpers/look/look-policy.ts';

const config = readPublicConfig(
  publicConfigText(
    resolveConfig(
      clusterSchema.parse({
        cluster: {name: 'c1'},
        nodes: {controllers: [{hostname: 'server1', ip_address: '10.0.0.1'}]},
        network: {vip: '10.0.0.100'},
      }),
      {},
    ),
  ),
);
const policy = lookPolicy(config);

describe('the look helper', () => {
  it('answers every look of the catalogue but the password of the monitoring account', () => {
    const looks = patterns(config);
    const refused = looks.filter(({argv}) => {
      try {
        policy.look([...argv]);
        return false;
      } catch {
        return true;
      }
    });
    expect(refused.map(({name}) => name)).toEqual(['monitor-secret']);
  });

  it('takes units of the catalogue together, and no other unit with them', () => {
    expect(policy.look([...unitShowLook('units', ['mariadb.service', 'redis-server.service']).argv]).name).toBe(
      'units',
    );
    const foreign = unitShowLook('units', ['mariadb.service', '--all']).argv;
    expect(() => policy.look([...foreign])).toThrow(/no look/);
  });

  it.each([
    [['cat', '/etc/shadow']],
    [['sh', '-c', 'id']],
    [['cat', '/etc/hpcha/secrets/monitor']],
    [['journalctl', '--vacuum-size=1']],
    [['ip', '-o', 'monitor', 'address', 'link', 'x']],
  ] as const)('refuses %j', (argv) => {
    expect(() => policy.look([...argv])).toThrow(/no look/);
  });

  it('refuses a word more than the catalogue has', () => {
    const [first] = patterns(config);
    expect(first).toBeDefined();
    expect(() => policy.look([...(first?.argv ?? ['x']), 'more'])).toThrow(/no look/);
  });

  it('lets only the queries of the probes through, as root of the database would read everything', () => {
    expect(() => policy.query(galeraStatusQuery)).not.toThrow();
    expect(() => policy.query('SELECT * FROM auth_db.users')).toThrow(/no look/);
    expect(() => policy.redis(6379, ['INFO'])).not.toThrow();
    expect(() => policy.redis(6379, ['GET', 'hpcha:web:session:x'])).toThrow(/no look/);
    expect(() => policy.redis(6379, ['CONFIG', 'GET', 'requirepass'])).toThrow(/no look/);
    expect(() => policy.redis(3306, ['INFO'])).toThrow(/no look/);
  });
});
