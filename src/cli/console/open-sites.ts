// The clusters of one console: each has its own state, polling and mode; one of them is shown, and all of them are heard.

import type {ConsoleDeps} from '../../state/console-deps.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import type {LineMeaning} from '../../state/line-meaning.ts';
import type {EffectPerformer, EffectTargets} from '../../state/perform-effects.ts';
import {openAlerts} from '../../state/reduce-alerts.ts';
import {sameValue} from '../../state/same-value.ts';
import type {SiteSummary} from '../../state/site.ts';
import type {Store} from '../../state/store.ts';

export type OpenSite = {readonly deps: ConsoleDeps; readonly store: Store; readonly effects: EffectPerformer};

/** What the reducer of a site may want of the console as a whole. */
export type SiteTargets = Omit<EffectTargets, 'deps' | 'dispatch'>;

export type SiteFront = {
  /** The store of whichever site is shown. */
  readonly store: Store;
  /** Shows that site; an unknown name changes nothing. */
  enter(name: string): void;
  /** Reads a line with the words of the site that is shown. */
  read(line: string): LineMeaning;
  /** Tells the site that is shown how all of them are. */
  tellSites(): void;
};

const nothing: ReadonlySet<string> = new Set();
const moments: ReadonlySet<string> = new Set(['at']);

/** `sites` is never empty; the first one is shown. */
export function siteFront(first: OpenSite, others: readonly OpenSite[]): SiteFront {
  const sites = [first, ...others];
  let active = first;
  const listeners = new Set<() => void>();
  const tellSites = (): void => {
    const summaries = sites.map(({store}) => summarise(store.current()));
    const {sites: known} = active.store.current();
    // When a cluster was last judged moves all the time; that is told to whoever looks at the list, and to nobody else.
    const looking = topLayer(active.store.current()).kind === 'sites';
    if (sameValue(known, summaries, looking ? nothing : moments)) return;
    active.store.dispatch({type: 'sites-seen', sites: summaries});
  };
  for (const site of sites) {
    site.store.subscribe(() => {
      if (site === active) for (const listener of listeners) listener();
      else tellSites();
    });
  }
  return {
    store: {
      shown: () => active.store.shown(),
      current: () => active.store.current(),
      dispatch: (event) => active.store.dispatch(event),
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close() {
        for (const {store} of sites) store.close();
      },
    },
    enter(name) {
      const wanted = sites.find(({deps}) => deps.summary.cluster === name);
      if (wanted === undefined) return;
      active = wanted;
      tellSites();
      for (const listener of listeners) listener();
    },
    read: (line) => active.deps.commandLine.read(line),
    tellSites,
  };
}

function summarise({summary, judgement, alerts, runs, mode, ...rest}: ConsoleState): SiteSummary {
  return {
    name: summary.cluster,
    level: judgement?.level ?? null,
    tolerance: judgement?.tolerance ?? null,
    vipOwners: judgement?.vip.owners ?? [],
    at: judgement?.at ?? null,
    openAlerts: openAlerts({summary, judgement, alerts, runs, mode, ...rest}),
    runId: runs?.find((run) => run.state === 'running')?.runId ?? null,
    operating: mode.kind === 'operate',
  };
}
