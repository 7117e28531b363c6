// What the look helper lets through: the closed catalogue of this cluster's looks, queries and Redis commands, word for word.

import type {ClusterConfig} from '../../../config/schema.ts';
import {HpchaError} from '../../../model/error.ts';
import type {Look} from '../../../model/look.ts';
import {galeraStatusQuery, galeraVariablesQuery} from '../../../probes/catalogue/galera.ts';
import {peerPingLook} from '../../../probes/catalogue/host.ts';
import {patterns} from '../../../probes/catalogue/patterns.ts';
import {
  redisClusterInfoQuery,
  redisClusterNodesQuery,
  redisInfoQuery,
  redisPort,
  redisSecondPort,
  redisSettingQuery,
  redisSettings,
  sentinelInfoQuery,
  sentinelPort,
  sentinelQuery,
} from '../../../probes/catalogue/redis.ts';
import {unitsOf} from '../../../probes/gathered-units.ts';
import {unitShowLook} from '../../../probes/unit-show.ts';

export type LookPolicy = {
  /** The catalogue's own look with these words. Throws `refused` where there is none. */
  look(argv: readonly [string, ...string[]]): Look;
  /** Throws `refused` for a query that no probe asks. */
  query(sql: string): void;
  redis(port: number, command: readonly [string, ...string[]]): void;
};

/** Never given out through this socket: the password of the monitoring account is for those who have ssh. */
const withheld = 'monitor-secret';

/** Made once a process: the catalogue depends on nothing but the configuration. */
export function lookPolicy(config: ClusterConfig): LookPolicy {
  const peers = config.nodes.controllers.map(({ip_address}) => peerPingLook(ip_address));
  const looks = [...patterns(config), ...peers].filter(({name}) => name !== withheld);
  const byWords = new Map(looks.map((look) => [keyOf(look.argv), look]));
  const units = new Set(looks.flatMap((look) => unitsOf(look) ?? []));
  const queries = new Set([galeraStatusQuery, galeraVariablesQuery]);
  const commands = new Set(redisQuestions(config).map(([port, command]) => keyOf([String(port), ...command])));
  return {
    look(argv) {
      const known = byWords.get(keyOf(argv)) ?? unitsTogether(argv, units);
      if (known === undefined) throw refused(argv.join(' '));
      return known;
    },
    query(sql) {
      if (!queries.has(sql)) throw refused(sql);
    },
    redis(port, command) {
      if (!commands.has(keyOf([String(port), ...command]))) throw refused(`${port} ${command.join(' ')}`);
    },
  };
}

/** Probes that ask at the same moment ask for their units in one command: any of the catalogue's units, and nothing else. */
function unitsTogether(argv: readonly [string, ...string[]], known: ReadonlySet<string>): Look | undefined {
  const asked = unitsOf({name: '', argv, privileged: false, timeoutMs: 0});
  const [first, ...more] = asked ?? [];
  if (first === undefined || asked === undefined || !asked.every((unit) => known.has(unit))) return undefined;
  return unitShowLook('units', [first, ...more]);
}

function redisQuestions(config: ClusterConfig): readonly (readonly [number, readonly string[]])[] {
  const data = [redisInfoQuery, redisClusterInfoQuery, redisClusterNodesQuery, ...redisSettings.map(redisSettingQuery)];
  const name = config.redis.sentinel.master_name;
  const sentinel = [
    sentinelInfoQuery,
    ...(['MASTER', 'SENTINELS', 'REPLICAS', 'CKQUORUM'] as const).map((word) => sentinelQuery(word, name)),
  ];
  return [
    ...[redisPort, redisSecondPort].flatMap((port) => data.map((command) => [port, command] as const)),
    ...sentinel.map((command) => [sentinelPort, command] as const),
  ];
}

function keyOf(words: readonly string[]): string {
  return words.join('\0');
}

function refused(what: string): HpchaError {
  return new HpchaError({
    code: 'refused',
    where: 'look helper',
    what: `this is no look of the catalogue: ${what.slice(0, 200)}`,
  });
}
