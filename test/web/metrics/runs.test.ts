// A run on the pages after the address has moved: found where it was begun, and never called unknown while that controller cannot be asked.

import type {AddressInfo} from 'node:net';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {HpchaError} from '../../../src/model/error.ts';
import type {HostReader} from '../../../src/transport/host.ts';
import type {askAct} from '../../../src/web/helpers/act/ask-act.ts';
import {peerRuns} from '../../../src/web/metrics/ask-run.ts';
import {serveRuns} from '../../../src/web/metrics/serve-runs.ts';
import {makeTestKey, makeTestService, type TestKey, type TestService} from '../support/test-service.ts';

const path = '/api/monitoring';
const noReader = {} as HostReader;

let key: TestKey;
let there: TestService;
let port: number;

/** The act helper of a controller on whose pages those runs were begun. */
function actOf(runs: Readonly<Record<string, object>>, ended = false): typeof askAct {
  return async (question) => {
    const id = 'runId' in question ? question.runId : '';
    const run = runs[id];
    if (run === undefined) throw new HpchaError({code: 'usage', where: 'runs', what: `there is no run ${id}`});
    if (question.ask === 'show') return {kind: 'shown', run};
    if (ended) throw new HpchaError({code: 'refused', where: 'runs', what: `run ${id} does not run any more`});
    return {kind: 'cancelling', runId: id};
  };
}

function service(node: string, act: typeof askAct, askPort: number): Promise<TestService> {
  const controllers = ['server1', 'server2'].map((hostname) => ({hostname, address: '127.0.0.1'}));
  return makeTestService(
    async (app, context) => serveRuns(app, context, noReader, {act, askPeer: peerRuns(askPort, path)}),
    {name: 'metrics', key, settings: {node, controllers}},
  );
}

async function listening(act: typeof askAct): Promise<void> {
  there = await service('server2', act, 9);
  await there.app.listen({host: '127.0.0.1', port: 0});
  ({port} = there.app.server.address() as AddressInfo);
}

beforeEach(async () => {
  key = makeTestKey();
  await listening(actOf({abcd12: {runId: 'abcd12', state: 'running'}}));
});
afterEach(() => there.app.close());

async function ask(one: TestService, what: string, method: 'GET' | 'POST' = 'GET') {
  return one.app.inject({method, url: `${path}/runs/${what}`, headers: await one.bearer({role: 'operator'})});
}

describe('a run', () => {
  it('that was begun on another controller is shown, and can be asked to stop', async () => {
    const here = await service('server1', actOf({}), port);
    expect((await ask(here, 'abcd12')).json()).toEqual({runId: 'abcd12', state: 'running'});
    const cancelled = await ask(here, 'abcd12/cancel', 'POST');
    expect([cancelled.statusCode, cancelled.json()]).toEqual([202, {runId: 'abcd12'}]);
  });

  it('that nobody knows is unknown', async () => {
    const here = await service('server1', actOf({}), port);
    const answer = await ask(here, 'ffff00');
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'run-unknown']);
  });

  it('is not called unknown while a controller cannot be asked', async () => {
    const here = await service('server1', actOf({}), 9);
    const answer = await ask(here, 'abcd12');
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'run-not-heard']);
    expect(answer.json().error.what).toContain('server2');
  });

  it('that has ended there is refused in that controller’s words', async () => {
    await there.app.close();
    await listening(actOf({abcd12: {runId: 'abcd12'}}, true));
    const here = await service('server1', actOf({}), port);
    const answer = await ask(here, 'abcd12/cancel', 'POST');
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.json().error.what).toContain('does not run any more');
  });
});
