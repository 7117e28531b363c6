// The life of one cluster in a console, whatever its face: its state, its hands, and what feeds it.

import {initialState} from '../../state/console-state.ts';
import {performEffects, readError} from '../../state/perform-effects.ts';
import type {Store} from '../../state/store.ts';
import {createStore} from '../../state/store.ts';
import type {OpenSite, SiteTargets} from './open-sites.ts';
import type {ConsoleSite, RunConsoleOptions} from './run-console.ts';

export const tickMs = 5000;

export type SiteLife = Pick<RunConsoleOptions, 'choice' | 'mode'> & {
  readonly size: {readonly columns: number; readonly rows: number};
  isStalled(): boolean;
};

export function openSite(
  {deps, history = [], alerts = []}: ConsoleSite,
  life: SiteLife,
  targets: SiteTargets,
): OpenSite {
  const {at, zoneOffsetMinutes} = deps.now();
  const store: Store = createStore({
    initial: initialState({
      summary: deps.summary,
      language: life.choice.language,
      size: life.size,
      now: at,
      zoneOffsetMinutes,
      mode: life.mode,
      history,
      alerts,
    }),
    perform: (effect) => effects.perform(effect),
    observe: (event) => deps.record?.(event),
    isStalled: life.isStalled,
  });
  const effects = performEffects({deps, dispatch: (event) => store.dispatch(event), ...targets});
  return {deps, store, effects};
}

/** Time and judgements as events, until the returned function is called. */
export function feedSite({store, deps}: OpenSite): () => void {
  const tick = (): void => store.dispatch({type: 'tick', ...deps.now()});
  const ticking = setInterval(tick, tickMs);
  const stopWatching = deps.watch(
    (judgement, snapshot) =>
      store.dispatch(snapshot === undefined ? {type: 'judged', judgement} : {type: 'judged', judgement, snapshot}),
    (thrown) => store.dispatch({type: 'failed', error: readError(thrown)}),
    (host, open, why) => store.dispatch({type: 'heard', at: deps.now().at, host, open, why}),
  );
  const stopReplay = deps.replay?.start((event) => store.dispatch(event));
  tick();
  return () => {
    stopReplay?.();
    clearInterval(ticking);
    stopWatching();
  };
}
