// The live view: what may be believed, and when it may not be believed any more.

import {describe, expect, it} from 'vitest';
import {applyPatch} from '../../../web/shared/live/json-patch.ts';
import {freshness, noView, staleMs, withFrame, withLink} from '../../../web/shared/live/live-view.ts';
import {statusAt} from '../back-end/world.ts';

const hello = JSON.stringify({type: 'hello', node: 'server1', cluster: 'lab', seq: 1, last: '5-0'});
const snapshot = (seq: number, at: number): string =>
  JSON.stringify({type: 'snapshot', seq, at, status: statusAt('calm', at)});
const delta = (from: number, seq: number, at: string): string =>
  JSON.stringify({type: 'delta', seq, from, at: Date.parse(at), patch: [{op: 'replace', path: '/at', value: at}]});

function opened() {
  return withFrame(withFrame(withLink(noView(0), 'connecting', 0), hello, 10), snapshot(1, 1_000_000), 20);
}

describe('the live view', () => {
  it('waits, and is not ok, before the first look has arrived', () => {
    expect(freshness(noView(0), 500)).toEqual({kind: 'waiting'});
    expect(freshness(withLink(noView(0), 'lost', 100), 5100)).toEqual({kind: 'stale', why: 'link', ageMs: 5000});
  });

  it('is live while newer looks arrive', () => {
    const view = withFrame(opened(), delta(1, 2, new Date(1_004_000).toISOString()), 4000);
    expect(freshness(view, 5000)).toEqual({kind: 'live', ageMs: 1000});
  });

  it('is stale at once when the connection is lost, however young its data', () => {
    expect(freshness(withLink(opened(), 'lost', 900), 1000)).toMatchObject({kind: 'stale', why: 'link'});
    expect(freshness(withLink(withLink(opened(), 'lost', 900), 'connecting', 950), 1000).kind).toBe('stale');
  });

  it('is stale when the service goes on talking but has not looked', () => {
    const same = new Date(1_000_000).toISOString();
    const view = withFrame(opened(), delta(1, 2, same), staleMs + 100);
    expect(freshness(view, staleMs + 200)).toMatchObject({kind: 'stale', why: 'looks'});
  });

  it('begins anew rather than applying a delta to what it does not belong to', () => {
    expect(() => withFrame(opened(), delta(3, 4, new Date(0).toISOString()), 30)).toThrow();
    const reconnected = withFrame(withLink(withLink(opened(), 'lost', 40), 'connecting', 50), hello, 60);
    expect(withFrame(reconnected, delta(1, 2, new Date(0).toISOString()), 70).status?.at).toBe(1_000_000);
  });

  it('begins anew when a connection does not greet', () => {
    const silent = withLink(withLink(opened(), 'lost', 40), 'connecting', 50);
    expect(() => withFrame(silent, delta(1, 2, new Date(0).toISOString()), 60)).toThrow();
  });

  it('is told with a gap where its events begin again', () => {
    const view = withFrame(opened(), JSON.stringify({type: 'gap', reason: 'trimmed', last: '9-0'}), 30);
    expect(view).toMatchObject({lastEvent: '9-0', gaps: 1});
  });

  it('does not take half a status for a status', () => {
    const half = JSON.stringify({type: 'snapshot', seq: 9, at: 0, status: {cluster: 'lab', verdict: 'ok'}});
    expect(() => withFrame(opened(), half, 30)).toThrow();
  });

  it('resumes events after the newest one, and shows one that is told twice once', () => {
    const event = {kind: 'job', job: '7', user: 'mina', name: 'a', state: 'RUNNING', was: 'PENDING', at: 5};
    const frame = JSON.stringify({type: 'event', id: '6-0', event});
    const view = withFrame(withFrame(opened(), frame, 30), frame, 40);
    expect(view.events).toHaveLength(1);
    expect(view.lastEvent).toBe('6-0');
    expect(opened().lastEvent).toBe('5-0');
  });

  it('says a gap until the page is loaded anew', () => {
    const view = withFrame(opened(), JSON.stringify({type: 'gap', reason: 'trimmed'}), 30);
    expect(view.gap).toBe('trimmed');
  });
});

describe('a JSON patch', () => {
  it('adds, replaces, removes, moves and copies without touching the original', () => {
    const before = {a: [1, 2, 3], 'b/c': {d: 1}};
    const after = applyPatch(before, [
      {op: 'add', path: '/a/1', value: 9},
      {op: 'remove', path: '/a/0'},
      {op: 'replace', path: '/b~1c/d', value: 2},
      {op: 'copy', path: '/e', from: '/b~1c'},
      {op: 'move', path: '/f', from: '/a'},
    ]);
    expect(after).toEqual({'b/c': {d: 2}, e: {d: 2}, f: [9, 2, 3]});
    expect(before).toEqual({a: [1, 2, 3], 'b/c': {d: 1}});
  });

  it('refuses what does not fit', () => {
    expect(() => applyPatch({a: 1}, [{op: 'replace', path: '/b', value: 1}])).toThrow();
    expect(() => applyPatch({a: [1]}, [{op: 'remove', path: '/a/4'}])).toThrow();
    expect(() => applyPatch({a: 1}, [{op: 'test', path: '/a', value: 2}])).toThrow();
  });
});
