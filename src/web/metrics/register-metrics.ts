// The service Metrics: status, findings, history and metrics of the cluster, and what operators and administrators do from the pages.

import {HpchaError} from '../../model/error.ts';
import type {RegisterService} from '../app/web-app.ts';
import {lookClient} from '../helpers/look/look-client.ts';
import {lookSocketPath} from '../helpers/look/look-protocol.ts';
import {publicConfig} from '../helpers/public-config-file.ts';
import {webServices} from '../services.ts';
import {redisAcknowledgements} from './acknowledgements.ts';
import {realtimeAsker} from './ask-realtime.ts';
import {serveAcknowledgements} from './serve-acknowledgements.ts';
import {serveActions} from './serve-actions.ts';
import {serveInside} from './serve-inside.ts';
import {serveStatus} from './serve-readings.ts';
import {serveRuns} from './serve-runs.ts';

export const registerMetrics: RegisterService = async (app, context) => {
  const {settings, now, health} = context;
  const config = await publicConfig();
  const own = config.nodes.controllers.find(({hostname}) => hostname === settings.node);
  const realtime = webServices.find(({name}) => name === 'realtime');
  if (own === undefined || realtime === undefined) {
    const what = `${settings.node} is no controller of the configuration`;
    throw new HpchaError({code: 'config', where: 'metrics', what});
  }
  // Connects with the first question: logs and the audit journal alone are asked here, everything else comes from realtime.
  const helper = lookClient(own.hostname, own.ip_address, lookSocketPath);
  app.addHook('onClose', async () => helper.close());
  const ask = realtimeAsker(settings.node, realtime.port, now);
  health.add('realtime', {essential: true, check: async () => void (await ask())});
  serveStatus(app, context, ask);
  serveActions(app, context);
  serveRuns(app, context, helper.reader);
  serveInside(app, context, config, helper.reader);
  serveAcknowledgements(app, context, redisAcknowledgements(context.redis));
};
