// Several clusters in one console: one is shown, all are heard, and a mode entered in one is entered in that one alone.

import {describe, expect, it} from 'vitest';
import type {OpenSite} from '../../../src/cli/console/open-sites.ts';
import {siteFront} from '../../../src/cli/console/open-sites.ts';
import type {ConsoleDeps} from '../../../src/state/console-deps.ts';
import type {ConsoleEvent} from '../../../src/state/console-event.ts';
import {topLayer} from '../../../src/state/console-state.ts';
import type {Effect} from '../../../src/state/effect.ts';
import {createStore} from '../../../src/state/store.ts';
import {buildFinding, buildJudgement, startOfTest} from '../../state/builders/judgement.ts';
import {buildState, buildSummary} from '../../state/builders/state.ts';

function siteOf(cluster: string, effects: Effect[]): OpenSite {
  const state = buildState();
  const summary = {...buildSummary(), cluster};
  const deps: Pick<ConsoleDeps, 'summary'> = {summary};
  return {
    deps: Object.assign(Object.create(null), deps),
    store: createStore({initial: {...state, summary}, perform: (effect) => effects.push(effect)}),
    effects: {perform: () => undefined, close: () => undefined},
  };
}

const press = (id: Extract<ConsoleEvent, {type: 'command'}>['id'], item?: string): ConsoleEvent => ({
  type: 'command',
  id,
  at: startOfTest,
  extent: {items: item === undefined ? null : [item], last: 0, page: 1},
});

describe('several clusters', () => {
  const open = () => {
    const effects: Effect[] = [];
    const [seoul, busan] = [siteOf('seoul', effects), siteOf('busan', effects)];
    return {seoul, busan, effects, front: siteFront(seoul, [busan])};
  };

  it('tells the one that is shown how all of them are, worst news first', () => {
    const {seoul, busan, front} = open();
    busan.store.dispatch({
      type: 'judged',
      judgement: buildJudgement({findings: [buildFinding('Bad', {level: 'critical'})]}),
    });
    front.tellSites();
    expect(seoul.store.current().sites).toMatchObject([
      {name: 'seoul', level: null},
      {name: 'busan', level: busan.store.current().judgement?.level, vipOwners: ['server1']},
    ]);
    expect(busan.store.current().sites).toEqual([]);
  });

  it('goes into another with Enter and comes back to the list with Esc', () => {
    const {front, effects} = open();
    front.tellSites();
    front.store.dispatch(press('sites'));
    front.store.dispatch(press('open', 'site:busan'));
    expect(effects).toContainEqual({type: 'enter-site', name: 'busan'});
    front.enter('busan');
    expect(front.store.current().summary.cluster).toBe('busan');
    expect(topLayer(front.store.current()).kind).toBe('overview');
    front.store.dispatch(press('back'));
    expect(topLayer(front.store.current()).kind).toBe('sites');
  });

  it('enters operate mode in one alone', () => {
    const {front, seoul, busan} = open();
    front.store.dispatch(press('operate'));
    front.store.dispatch(press('yes'));
    expect(seoul.store.current().mode.kind).toBe('operate');
    expect(busan.store.current().mode.kind).toBe('watch');
    front.enter('busan');
    expect(front.store.current().mode.kind).toBe('watch');
  });

  it('tells nobody of moments that move while nobody looks at the list', () => {
    const {front, seoul} = open();
    front.tellSites();
    const {sites} = seoul.store.current();
    seoul.store.dispatch({type: 'judged', judgement: buildJudgement({at: startOfTest})});
    front.tellSites();
    const judged = seoul.store.current().sites;
    expect(judged).not.toBe(sites);
    seoul.store.dispatch({type: 'judged', judgement: buildJudgement({at: startOfTest + 2000})});
    front.tellSites();
    expect(seoul.store.current().sites).toBe(judged);
  });
});
