// What travels between the controllers' realtimes: only what changed, on the listener's clock, and never healthier than it was.

import {describe, expect, it} from 'vitest';
import {HpchaError} from '../../../src/model/error.ts';
import type {Reading} from '../../../src/model/reading.ts';
import type {Snapshot} from '../../../src/model/snapshot.ts';
import {readingOf, withHostReading} from '../../../src/model/snapshot.ts';
import {ageOut, foldOffer, foldSilence, freshMs} from '../../../src/web/realtime/fold-offer.ts';
import {decodeOffer, encodeOffer, type Offer, OfferedReadings} from '../../../src/web/realtime/offered-readings.ts';
import {bareSnapshot, configOf, lost, running, seen, withReadings} from '../../actions/support/cluster.ts';

const config = configOf();
const empty = bareSnapshot(config);

/** The reading as it was made at that time. */
function at<T>(reading: Reading<T>, time: number): Reading<T> {
  return reading.kind === 'none' ? reading : {...reading, at: time};
}

function withMariadb(time: number, base: Snapshot = empty): Snapshot {
  return withHostReading(base, 'mariadb', 'server2', at(seen(running()), time));
}

function travel(offer: Offer): Offer {
  const arrived = decodeOffer(encodeOffer(offer));
  if (arrived === undefined) throw new Error('it did not arrive');
  return arrived;
}

describe('an offer', () => {
  it('brings everything to whoever knows nothing, and nothing to whoever has it all', () => {
    const offered = new OfferedReadings('server2', 'boot1');
    offered.take(withMariadb(1_000), new Set());
    const first = travel(offered.since('', -1, 2_000, 0));
    expect(first.own.mariadb).toEqual(at(seen(running()), 1_000));
    expect(offered.since('boot1', first.revision, 2_000, 0).own).toEqual({});
    expect(Object.keys(offered.since('boot0', first.revision, 2_000, 0).own)).toEqual(Object.keys(first.own));
  });

  it('brings only what changed since', () => {
    const offered = new OfferedReadings('server2', 'boot1');
    offered.take(withMariadb(1_000), new Set());
    const {revision} = offered.since('', -1, 2_000, 0);
    offered.take(withMariadb(3_000), new Set());
    expect(Object.keys(offered.since('boot1', revision, 4_000, 0).own)).toEqual(['mariadb']);
  });

  it('brings what is asked of the whole cluster only from whoever asked it', () => {
    const volume = {...empty, shared: {...empty.shared, glusterVolume: lost('no answer')}};
    const offered = new OfferedReadings('server2', 'boot1');
    offered.take(volume, new Set());
    expect(offered.since('', -1, 1, 0).shared).toEqual({});
    offered.take(volume, new Set(['glusterVolume']));
    expect(travel(offered.since('', -1, 1, 0)).shared.glusterVolume).toMatchObject({kind: 'lost'});
  });

  it('that is none is told from one', () => {
    for (const text of [
      '',
      '{}',
      '[]',
      '{"node":"a","boot":"b","revision":1,"now":1,"changes":0,"own":{"x":{}},"shared":{}}',
    ])
      expect(decodeOffer(text)).toBeUndefined();
  });
});

describe('folding it in', () => {
  const offerOf = (snapshot: Snapshot, now: number): Offer => {
    const offered = new OfferedReadings('server2', 'boot1');
    offered.take(snapshot, new Set(['glusterVolume']));
    return travel(offered.since('', -1, now, 0));
  };

  it('puts the peer’s times on our clock: its own, half a round trip ago', () => {
    const folded = foldOffer(empty, 'server2', {offer: offerOf(withMariadb(1_000), 1_500), rttMs: 40, at: 90_000});
    expect(readingOf(folded, 'mariadb', 'server2')).toMatchObject({kind: 'seen', at: 90_000 - 20 - 500});
  });

  it('keeps a fresh answer of somebody else beside a peer’s failure, and takes a newer one', () => {
    const shared = (reading: Snapshot['shared']['glusterVolume']): Snapshot => ({
      ...empty,
      shared: {...empty.shared, glusterVolume: reading},
    });
    const volume = at(seen({askedOf: 'server1', volume: null, volumes: []}), 5_000);
    const failed = offerOf(shared(at(lost('no answer'), 9_000)), 9_000);
    const heard = {offer: failed, rttMs: 0, at: 9_000};
    expect(foldOffer(shared(volume), 'server2', heard).shared.glusterVolume.kind).toBe('seen');
    expect(foldOffer(empty, 'server2', heard).shared.glusterVolume.kind).toBe('lost');
  });

  it('a silent peer is lost in all that is asked of it, with what was known last', () => {
    const error = new HpchaError({code: 'timeout', where: 'server2', what: 'no answer'});
    const silent = foldSilence(withMariadb(1_000), 'server2', error, 4_000, (id) => id === 'mariadb');
    expect(readingOf(silent, 'mariadb', 'server2')).toMatchObject({kind: 'lost', last: {at: 1_000}});
    expect(readingOf(silent, 'redis', 'server2').kind).toBe(readingOf(empty, 'redis', 'server2').kind);
  });

  it('what nobody has renewed is lost by its age', () => {
    const known = withMariadb(1_000, withReadings(empty, 'redis', {}));
    expect(readingOf(ageOut(known, 1_000 + freshMs), 'mariadb', 'server2').kind).toBe('seen');
    const aged = readingOf(ageOut(known, 1_001 + freshMs), 'mariadb', 'server2');
    expect(aged).toMatchObject({kind: 'lost', error: {code: 'timeout', what: 'it was last answered 60 s ago'}});
  });
});
