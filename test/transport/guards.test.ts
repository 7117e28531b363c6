// A reader cannot change anything, whatever it is told to send.

import {describe, expect, it} from 'vitest';
import {assertReadingRedis} from '../../src/transport/redis-guard.ts';
import {assertReadingSql} from '../../src/transport/sql-guard.ts';

describe('a reader of SQL', () => {
  it.each([
    "SHOW GLOBAL STATUS LIKE 'wsrep_%'",
    'SELECT @@wsrep_on, @@version;',
    "select 'insert; -- /* # */' as x",
    '(SELECT 1) UNION (SELECT 2)',
    'SELECT COUNT(*) FROM information_schema.tables WHERE update_time IS NULL',
    "SELECT 'it''s', \"a\\\"b\", `odd;name` FROM t",
    'WITH a AS (SELECT 1) SELECT * FROM a',
  ])('asks %s', (sql) => {
    expect(() => assertReadingSql(sql, 'server1')).not.toThrow();
  });

  it.each([
    'DROP TABLE x',
    'SELECT 1; DROP TABLE x',
    'SELECT 1 /*! INTO OUTFILE "/x" */',
    'SELECT 1 -- x\nDROP',
    "SELECT * FROM t INTO OUTFILE '/tmp/x'",
    'SELECT 1 INTO @a',
    'SELECT @a := 1',
    'SELECT * FROM t FOR UPDATE',
    'SELECT * FROM t LOCK IN SHARE MODE',
    "SELECT LOAD_FILE('/etc/shadow')",
    'SELECT SLEEP(100)',
    "SELECT GET_LOCK('a', 10)",
    'SELECT NEXTVAL(s)',
    'WITH a AS (SELECT 1) DELETE FROM t',
    'EXPLAIN UPDATE t SET a=1',
    'SET GLOBAL wsrep_on=OFF',
    "SELECT 'open",
    'SHUTDOWN',
    '',
  ])('refuses %s', (sql) => {
    expect(() => assertReadingSql(sql, 'server1')).toThrow(/a reader does not send/);
  });
});

describe('a reader of Redis', () => {
  it.each([
    ['PING'],
    ['info', 'replication'],
    ['ROLE'],
    ['CONFIG', 'GET', '*'],
    ['cluster', 'nodes'],
    ['SENTINEL', 'masters'],
    ['SENTINEL', 'ckquorum', 'm'],
  ] as const)('asks %s %s', (...command) => {
    expect(() => assertReadingRedis(command, 'server1')).not.toThrow();
  });

  it.each([
    ['SET', 'a', 'b'],
    ['CONFIG', 'SET', 'x', 'y'],
    ['CONFIG', 'REWRITE'],
    ['CONFIG'],
    ['CLUSTER', 'FAILOVER'],
    ['SENTINEL', 'FAILOVER', 'm'],
    ['SENTINEL', 'RESET', '*'],
    ['DEBUG', 'SLEEP', '9'],
    ['SHUTDOWN'],
    ['FLUSHALL'],
    ['EVAL', 'return 1', '0'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['MONITOR'],
    ['SUBSCRIBE', 'x'],
    ['constructor'],
  ] as const)('refuses %s %s', (...command) => {
    expect(() => assertReadingRedis(command, 'server1')).toThrow(/a reader does not send/);
  });
});
