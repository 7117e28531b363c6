// Many clients of one controller: what they are told is made once for all of them.

import {describe, expect, it} from 'vitest';
import type {StoredEvent} from '../../../src/web/realtime/event-store.ts';
import {LiveHub} from '../../../src/web/realtime/live-hub.ts';
import {buildJudgement} from '../../state/builders/judgement.ts';

function makeHub(clients: number) {
  const hub = new LiveHub({resume: async () => [], lastId: () => '0-0'}, () => 0);
  const got: Buffer[][] = [];
  const join = (role: string): void => {
    const mine: Buffer[] = [];
    got.push(mine);
    const sink = {send: (frame: Buffer) => void mine.push(frame), buffered: () => 0, close: () => undefined};
    const client = hub.join({role, unix: null}, sink);
    client?.begin({type: 'hello', last: '0-0'});
    void client?.subscribe(['alert'], undefined, 0);
  };
  const judgement = buildJudgement();
  hub.publish(judgement);
  for (let n = 0; n < clients; n += 1) join(n % 2 === 0 ? 'user' : 'operator');
  return {hub, got, judgement};
}

const last = (got: readonly (readonly Buffer[])[]): readonly (Buffer | undefined)[] => got.map((mine) => mine.at(-1));

describe('five hundred clients', () => {
  it('get the same bytes of a change, one for users and one for operators', () => {
    const {hub, got, judgement} = makeHub(500);
    const snapshots = new Set(last(got));
    hub.publish({...judgement, at: judgement.at + 10_000});
    const deltas = last(got);
    expect(new Set(deltas).size).toBe(2);
    expect([...new Set(deltas)].map((frame) => JSON.parse(String(frame)).type)).toEqual(['delta', 'delta']);
    expect(snapshots.size).toBe(2);
  });

  it('get the same bytes of an event that all of them may hear', () => {
    const {hub, got} = makeHub(500);
    const event = {kind: 'alert', code: 'VipFlapping', where: 'cluster', level: 'warning', was: null, at: 1} as const;
    const stored: StoredEvent = {id: '5-0', event: {...event, what: 'x', params: {}}};
    hub.events([stored]);
    expect(new Set(last(got)).size).toBe(1);
    expect(JSON.parse(String(got[0]?.at(-1)))).toMatchObject({type: 'event', id: '5-0', event: {code: 'VipFlapping'}});
  });
});
