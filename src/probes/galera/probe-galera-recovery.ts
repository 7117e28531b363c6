// Asks one controller what a recovery of Galera rests on: recorded positions, the saved view, whose server answers from here.

import type {ClusterConfig} from '../../config/schema.ts';
import type {GaleraRecoveryFacts} from '../../model/facts.ts';
import type {HostName} from '../../model/service.ts';
import type {HostReader, LookResult} from '../../transport/host.ts';
import {answersOf, mustHave} from '../answers.ts';
import * as catalogue from '../catalogue/galera-recovery.ts';
import type {PerHostProbeDefinition} from '../probe.ts';
import {parseGaleraRecords} from './parse-galera-recovery.ts';

export const galeraRecoveryProbe: PerHostProbeDefinition<'galeraRecovery'> = {
  per: 'host',
  id: 'galeraRecovery',
  service: 'mariadb',
  intervalMs: 0,
  timeoutMs: 10_000,
  read: async (reader, {config, controller}, signal) => {
    const looks = [catalogue.galeraRecordsLook(), catalogue.galeraRecordTimesLook()];
    const [records, answers] = await Promise.all([
      reader.lookAll(looks, signal).then(answersOf),
      askPeers(reader, controller.hostname, config, signal),
    ]);
    const texts = looks.map((look) => mustHave(records, look, reader.host).stdout);
    return {...parseGaleraRecords(texts[0] ?? '', texts[1] ?? ''), answers};
  },
};

async function askPeers(
  reader: HostReader,
  own: HostName,
  config: ClusterConfig,
  signal: AbortSignal,
): Promise<GaleraRecoveryFacts['answers']> {
  const peers = config.nodes.controllers.filter(({hostname, services}) => services.mariadb && hostname !== own);
  const results = await reader.lookAll(
    peers.map(({ip_address}) => catalogue.galeraPeerLook(ip_address)),
    signal,
  );
  return Object.fromEntries(peers.map(({hostname}, index) => [hostname, answerOf(results[index])]));
}

/**
 * "Can't connect" (error 2002, 2003) is the only proof that nothing listens there; a server that hangs, or a probe that
 * failed, is not known to be down.
 */
function answerOf(result: LookResult | undefined): boolean | null {
  if (result?.kind !== 'output') return null;
  const {exitCode, stdout, stderr} = result.output;
  if (exitCode === 0) return true;
  return exitCode === 1 && /Can't connect|\b200[23]\b/.test(`${stdout}${stderr}`) ? false : null;
}
