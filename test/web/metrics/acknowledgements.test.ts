// Acknowledged alerts: the same for everybody, said by operators, the first words stand, bounded, and unknown is never "seen".

import {describe, expect, it} from 'vitest';
import {
  type Acknowledged,
  type HashCommands,
  redisAcknowledgements,
} from '../../../src/web/metrics/acknowledgements.ts';
import {serveAcknowledgements} from '../../../src/web/metrics/serve-acknowledgements.ts';
import {makeTestService, testNow} from '../support/test-service.ts';

/** The few commands of a hash, as Redis has them. */
function fakeRedis() {
  const hash = new Map<string, string>();
  const state = {away: false};
  const commands: HashCommands = {
    hgetall: async () => Object.fromEntries(hash),
    hsetnx: async (_key: string, field: string, value: string) => {
      if (state.away) throw new Error('Connection is closed.');
      if (hash.has(field)) return 0;
      hash.set(field, value);
      return 1;
    },
    hget: async (_key: string, field: string) => hash.get(field) ?? null,
    hkeys: async () => [...hash.keys()],
    hdel: async (_key: string, ...fields: string[]) => fields.filter((field) => hash.delete(field)).length,
    expire: async () => 1,
  };
  return {hash, state, kept: redisAcknowledgements(() => commands)};
}

function makeService(kept: ReturnType<typeof redisAcknowledgements>) {
  return makeTestService(async (app, context) => serveAcknowledgements(app, context, kept), {name: 'metrics'});
}

const path = '/api/monitoring/acknowledgements';
const said = {id: '1700000000000-0', comment: 'a known fan, the part is ordered'};

describe('acknowledging an alert', () => {
  it('is told to everybody with who, when and why', async () => {
    const service = await makeService(fakeRedis().kept);
    const headers = await service.browser({role: 'operator', name: 'oscar'});
    const answer = await service.app.inject({method: 'POST', url: path, headers, payload: said});
    expect(answer.json()).toEqual({...said, by: 'oscar', at: testNow});
    const others = await service.app.inject({url: path, headers: await service.bearer({role: 'user'})});
    expect(others.json()).toEqual([{...said, by: 'oscar', at: testNow}]);
    expect(service.lines.join('')).toContain('alert-acknowledged');
  });

  it('is for operators, with a reason, about an event', async () => {
    const service = await makeService(fakeRedis().kept);
    const post = async (role: 'user' | 'operator', payload: object) =>
      (await service.app.inject({method: 'POST', url: path, headers: await service.browser({role}), payload}))
        .statusCode;
    expect(await post('user', said)).toBe(403);
    expect(await post('operator', {...said, comment: '  '})).toBe(422);
    expect(await post('operator', {...said, id: 'hpcha:web:x'})).toBe(422);
  });

  it('keeps the words of whoever was first', async () => {
    const {kept} = fakeRedis();
    const first: Acknowledged = {...said, by: 'oscar', at: 1};
    await kept.add(first);
    expect(await kept.add({...said, by: 'ada', at: 2, comment: 'mine'})).toEqual(first);
    expect(await kept.list()).toEqual([first]);
  });

  it('keeps the newest five hundred', async () => {
    const {kept, hash} = fakeRedis();
    for (let n = 0; n < 500; n += 1)
      hash.set(`${1000 + n}-0`, JSON.stringify({id: `${1000 + n}-0`, by: 'a', at: 1, comment: 'c'}));
    await kept.add({id: '9999-0', by: 'a', at: 1, comment: 'c'});
    expect([hash.size, hash.has('1000-0'), hash.has('9999-0')]).toEqual([500, false, true]);
  });

  it('takes what it cannot read for nothing, so that the alert waits again', async () => {
    const {kept, hash} = fakeRedis();
    hash.set('1-0', '{"by":').set('2-0', '{}');
    expect(await kept.list()).toEqual([]);
  });

  it('says that it is not known while Redis is away', async () => {
    const {kept, state} = fakeRedis();
    state.away = true;
    const service = await makeService(kept);
    const headers = await service.browser({role: 'operator'});
    const answer = await service.app.inject({method: 'POST', url: path, headers, payload: said});
    expect([answer.statusCode, answer.json<{error: {code: string}}>().error.code]).toEqual([
      503,
      'acknowledgements-away',
    ]);
  });
});
