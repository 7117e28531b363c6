// The service realtime: looks at its own controller, exchanges readings with its peers, and tells everybody what changes.

import {randomUUID} from 'node:crypto';
import {HpchaError} from '../../model/error.ts';
import type {Snapshot} from '../../model/snapshot.ts';
import type {Judgement} from '../../model/verdict.ts';
import type {RegisterService, WebContext} from '../app/web-app.ts';
import {errorFields} from '../app/web-log.ts';
import {lookClient} from '../helpers/look/look-client.ts';
import {lookSocketPath} from '../helpers/look/look-protocol.ts';
import {publicConfig} from '../helpers/public-config-file.ts';
import {AskPeer} from './ask-peer.ts';
import {startEventFollower} from './event-follower.ts';
import {startEventKeeper} from './event-keeper.ts';
import {startLiveCluster} from './live-cluster.ts';
import {LiveHub} from './live-hub.ts';
import {lookAtJobs, lookAtRuns} from './look-at-work.ts';
import {redisEventStore} from './redis-event-store.ts';
import {serveReadings, serveSnapshot} from './serve-internal.ts';
import {serveSocket} from './serve-socket.ts';
import {QuestionCheck} from './signed-exchange.ts';

const tickMs = 250;
/** Longer without a judgement, and what this service tells is not of now. */
const judgedMs = 15_000;

export const registerRealtime: RegisterService = async (app, context) => {
  const {settings, now, log} = context;
  const config = await publicConfig();
  const own = config.nodes.controllers.find(({hostname}) => hostname === settings.node);
  if (own === undefined) {
    const what = `${settings.node} is no controller of the configuration`;
    throw new HpchaError({code: 'config', where: 'realtime', what});
  }
  const key = await context.credential('cluster_key');
  const helper = lookClient(own.hostname, own.ip_address, lookSocketPath);
  const store = redisEventStore(context.redis());
  let newest: {judgement: Judgement; snapshot: Snapshot} | undefined;
  const follower = startEventFollower({
    store,
    onEvents: (events) => hub.events(events),
    onGap: (reason) => hub.gap(reason),
    onTrouble: (error) =>
      error === null ? log('info', 'events-heard') : log('warning', 'events-not-heard', errorFields(error)),
  });
  const hub = new LiveHub(follower, now);
  const live = startLiveCluster({
    config,
    own,
    connection: helper,
    peers: peersOf(context, key),
    boot: randomUUID(),
    now,
    listener: (judgement, snapshot) => {
      newest = {judgement, snapshot};
      hub.publish(judgement);
    },
    failed: (thrown) => log('error', 'bug', errorFields(thrown)),
  });
  const keeper = startEventKeeper({
    holder: `${settings.node} ${randomUUID()}`,
    store,
    jobs: (signal) => (own.services.slurm ? lookAtJobs(helper.reader, config.slurm, signal) : null),
    runs: (signal) => lookAtRuns(helper.reader, signal),
    judgement: () => newest?.judgement,
    now,
    onTrouble: (what, error) =>
      error === null
        ? log('info', 'events-told', {what})
        : log('warning', 'events-not-told', {what, ...errorFields(error)}),
  });
  const ticking = setInterval(() => hub.tick(), tickMs);
  app.addHook('onClose', async () => {
    clearInterval(ticking);
    await keeper.stop();
    follower.stop();
    live.stop();
    helper.close();
  });
  addHealth(context, () => newest?.judgement);
  const nodes = settings.controllers.map(({hostname}) => hostname);
  serveReadings(context, live, key, new QuestionCheck(key, nodes, now));
  serveSnapshot(context, () => {
    if (newest === undefined) return undefined;
    const figures = {clients: hub.size, behind: hub.behind, looks: helper.asked()};
    const live = {...figures, writesEvents: keeper.isHolder(), lastEvent: follower.lastId()};
    return {node: settings.node, ...newest, live};
  });
  await serveSocket(app, context, hub);
};

function peersOf({settings, service, now}: WebContext, key: Awaited<ReturnType<WebContext['credential']>>) {
  return settings.controllers
    .filter(({hostname}) => hostname !== settings.node)
    .map((peer) => new AskPeer(peer, {node: settings.node, key, port: service.port, now}));
}

function addHealth({health, now}: WebContext, judgement: () => Judgement | undefined): void {
  health.add('judgement', {
    essential: true,
    check: async () => {
      const at = judgement()?.at ?? 0;
      if (now() - at <= judgedMs) return;
      throw new HpchaError({code: 'timeout', where: 'realtime', what: 'nothing was judged lately'});
    },
  });
}
