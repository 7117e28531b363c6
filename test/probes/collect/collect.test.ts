// What the product promises about looking: in parallel, each question under its own timeout, silence is `lost`.

import {describe, expect, it} from 'vitest';
import {HpchaError} from '../../../src/model/error.ts';
import type {Look} from '../../../src/model/look.ts';
import {galeraLooks} from '../../../src/probes/catalogue/galera.ts';
import {glusterLooks} from '../../../src/probes/catalogue/gluster.ts';
import {hostLooks} from '../../../src/probes/catalogue/host.ts';
import {surveyLooks} from '../../../src/probes/catalogue/survey.ts';
import {collect} from '../../../src/probes/collect.ts';
import type {HostConnection, HostReader, LookResult, Output, Transport} from '../../../src/transport/host.ts';
import {configOf} from '../support/readings.ts';

const config = configOf();
const never = new Promise<never>(() => undefined);
const notHere = (host: string): HpchaError => new HpchaError({code: 'missing', where: host, what: 'no such program'});
const blocks = 'Id=x\nLoadState=not-found\nActiveState=inactive\nSubState=dead\n';

type Fake = Partial<Pick<HostReader, 'ping' | 'look' | 'lookAll' | 'query'>>;

/** A bare host: nothing is installed. `over` replaces single faces of one host. */
function fakeTransport(over: Readonly<Record<string, Fake>>, asked: Look[] = []): Pick<Transport, 'connection'> {
  return {connection: (host) => withReader(host, bareReader(host, asked, over[host] ?? {}))};
}

function bareReader(host: string, asked: Look[], over: Fake): HostReader {
  const answer = (look: Look): LookResult => {
    asked.push(look);
    if (look.argv[0] !== 'systemctl' || look.argv[1] !== 'show') return {kind: 'output', look, output: output('')};
    const units = look.argv.filter((word) => /^[\w@-]+\.service$/.test(word)).length;
    return {kind: 'output', look, output: output(Array.from({length: units}, () => blocks).join('\n'))};
  };
  return {
    host,
    address: host,
    ping: async () => ({rttMs: 1, clockOffsetMs: 0, user: 'root'}),
    look: async (look) => {
      asked.push(look);
      throw notHere(host);
    },
    lookAll: async (looks) => looks.map(answer),
    query: async () => Promise.reject(notHere(host)),
    redis: async () => Promise.reject(notHere(host)),
    ...over,
  };
}

function output(stdout: string): Output {
  return {exitCode: 0, stdout, stderr: '', tookMs: 1, truncated: false};
}

/** A look needs a reader; the other faces of a connection are out of its reach. */
function withReader(host: string, reader: HostReader): HostConnection {
  const refuse = (): never => {
    throw new Error(`${host}: a look needs no more than a reader`);
  };
  return {
    host,
    reader,
    get inspector() {
      return refuse();
    },
    get writer() {
      return refuse();
    },
    follow: refuse,
    close: refuse,
  };
}

const deps = (transport: Pick<Transport, 'connection'>, timeoutMs = 200) => ({
  config,
  transport,
  timeoutMs,
  now: () => Date.now(),
});
const signal = (): AbortSignal => new AbortController().signal;

describe('collecting', () => {
  it('a hung question is lost after its own timeout and delays no other', async () => {
    const transport = fakeTransport({server2: {query: () => never, lookAll: () => never}});
    const started = performance.now();
    const {hosts} = await collect(['reach', 'mariadb'], deps(transport), signal());
    expect(performance.now() - started).toBeLessThan(1000);
    expect(hosts.reach['server2']?.kind).toBe('seen');
    expect(hosts.mariadb['server2']).toMatchObject({kind: 'lost', error: {code: 'timeout'}});
    expect(hosts.mariadb['server1']).toEqual({kind: 'none', why: 'not-deployed'});
  });

  it('a host that cannot be reached loses everything at once, with one error', async () => {
    const gone = new HpchaError({code: 'unreachable', where: 'server3', what: 'no route to host'});
    const transport = fakeTransport({
      server3: {ping: () => Promise.reject(gone), look: () => never, lookAll: () => never, query: () => never},
    });
    const started = performance.now();
    const {hosts} = await collect(['reach', 'host', 'glusterfs', 'mariadb'], deps(transport, 5000), signal());
    expect(performance.now() - started).toBeLessThan(1000);
    for (const probe of ['reach', 'host', 'glusterfs', 'mariadb'] as const) {
      expect(hosts[probe]['server3']).toMatchObject({
        kind: 'lost',
        error: {code: 'unreachable', what: 'no route to host'},
      });
    }
  });

  it('once a host is lost, the others have only a moment left', async () => {
    const gone = new HpchaError({code: 'unreachable', where: 'server3', what: 'no route to host'});
    const slow: Fake = {lookAll: () => never, query: () => never};
    const transport = fakeTransport({
      server1: slow,
      server3: {...slow, look: () => never, ping: () => Promise.reject(gone)},
    });
    const started = performance.now();
    const {hosts} = await collect(['reach', 'mariadb'], {...deps(transport, 5000), afterLossUntilMs: 50}, signal());
    expect(performance.now() - started).toBeLessThan(1000);
    expect(hosts.mariadb['server1']).toMatchObject({kind: 'lost', error: {code: 'timeout'}});
  });

  it('peers are asked whether a silent controller still answers their pings, and silence for all ends the waiting', async () => {
    const asked: Look[] = [];
    const silent: Fake = {ping: () => never, look: () => never, lookAll: () => never, query: () => never};
    const hearing: Fake = {
      lookAll: async (looks) => looks.map((look) => ({kind: 'output', look, output: {...output(''), exitCode: 1}})),
    };
    const transport = fakeTransport({server1: hearing, server2: hearing, server3: silent}, asked);
    const started = performance.now();
    const {hosts} = await collect(['reach'], {...deps(transport, 5000)}, signal());
    expect(hosts.reach['server3']).toMatchObject({
      kind: 'lost',
      error: {what: 'no answer, and none to the pings of its peers'},
    });
    expect(hosts.reach['server1']).toMatchObject({kind: 'seen', value: {hears: {server3: false}}});
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('a cluster question moves on to the next controller when one fails', async () => {
    const volumes = '<cliOutput><opRet>0</opRet><volInfo><volumes><count>0</count></volumes></volInfo></cliOutput>';
    const failing: Fake = {
      lookAll: () => Promise.reject(new HpchaError({code: 'command', where: 'server1', what: 'no glusterd'})),
    };
    const telling: Fake = {
      lookAll: async (looks) => looks.map((look) => ({kind: 'output', look, output: output(volumes)})),
    };
    const {shared} = await collect(
      ['reach', 'glusterVolume'],
      deps(fakeTransport({server1: failing, server2: telling}), 2000),
      signal(),
    );
    expect(shared.glusterVolume).toMatchObject({kind: 'seen', value: {askedOf: 'server2', volume: null, volumes: []}});
  });

  it('a busy pool is asked again before it counts as silent', async () => {
    const busy =
      '<cliOutput><opRet>-1</opRet><opErrstr>Another transaction is in progress for data_volume.</opErrstr></cliOutput>';
    const volumes = '<cliOutput><opRet>0</opRet><volInfo><volumes><count>0</count></volumes></volInfo></cliOutput>';
    let times = 0;
    const once: Fake = {
      lookAll: async (looks) => {
        times++;
        return looks.map((look) => ({kind: 'output', look, output: output(times === 1 ? busy : volumes)}));
      },
    };
    const {shared} = await collect(['reach', 'glusterVolume'], deps(fakeTransport({server1: once}), 5000), signal());
    expect(shared.glusterVolume).toMatchObject({kind: 'seen', value: {askedOf: 'server1'}});
    expect(times).toBe(2);
  });

  it('what is switched off is none, and is not asked', async () => {
    const partial = configOf(3, {}, [{}, {}, {mariadb: false, glusterfs: false}]);
    const {hosts} = await collect(['glusterfs'], {...deps(fakeTransport({})), config: partial}, signal());
    expect(hosts.glusterfs['server3']).toEqual({kind: 'none', why: 'not-enabled'});
  });

  it('a lost reading keeps its last value for showing', async () => {
    const first = await collect(['reach'], deps(fakeTransport({})), signal());
    const silent = fakeTransport({server1: {ping: () => never}});
    const {hosts} = await collect(['reach'], {...deps(silent, 50), previous: first}, signal());
    expect(hosts.reach['server1']).toMatchObject({kind: 'lost', last: {value: {user: 'root'}}});
  });

  it('an abort ends it, and nothing that was not seen counts as seen', async () => {
    const controller = new AbortController();
    const pending = collect(
      ['reach', 'host'],
      deps(fakeTransport({server1: {ping: () => never}}), 60_000),
      controller.signal,
    );
    controller.abort();
    expect((await pending).hosts.reach['server1']).toMatchObject({kind: 'lost', error: {code: 'cancelled'}});
  });

  it('every command that is sent stands in the closed catalogue', async () => {
    const asked: Look[] = [];
    await collect(
      ['reach', 'host', 'glusterfs', 'glusterVolume', 'mariadb', 'survey'],
      deps(fakeTransport({}, asked), 2000),
      signal(),
    );
    const catalogue = new Set(
      [...hostLooks(config), ...glusterLooks(config), ...galeraLooks(), ...surveyLooks(config)].map((look) =>
        look.argv.join(' '),
      ),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.map((look) => look.argv.join(' ')).filter((argv) => !catalogue.has(argv))).toEqual([]);
  });
});
