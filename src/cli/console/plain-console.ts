// The console in lines, for a screen reader or a terminal that can nothing else: changes come as lines, commands go in as lines.

import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import type {CommandId} from '../../model/command.ts';
import type {Language} from '../../model/message.ts';
import type {Plan} from '../../model/plan.ts';
import type {ConsoleState} from '../../state/console-state.ts';
import {topLayer} from '../../state/console-state.ts';
import type {Layer} from '../../state/layer.ts';
import {linesOf} from '../run/run-lines.ts';
import type {SiteTargets} from './open-sites.ts';
import {siteFront} from './open-sites.ts';
import type {ConsoleSite, RunConsoleOptions} from './run-console.ts';
import {onSignals} from './run-console.ts';
import {feedSite, openSite, tickMs} from './site-life.ts';

export type PlainConsoleOptions = Pick<RunConsoleOptions, 'sites' | 'mode' | 'choice'> & {
  readonly input: Readable;
  readonly print: (text: string) => void;
};

/** Resolves with the exit code when it was left: 0 by `quit` or the end of the input, 128+n by a signal. */
export async function runPlainConsole(options: PlainConsoleOptions): Promise<number> {
  const {changeLines, pageLines} = await import('../../views/plain/plain-lines.ts');
  const {makeStyle} = await import('../../views/kit/style.ts');
  const style = makeStyle({...options.choice, theme: 'mono'});
  const say = (lines: readonly string[]): void => {
    for (const line of lines) options.print(`${line}\n`);
  };
  const ended = Promise.withResolvers<number>();
  const targets: SiteTargets = {
    quit: () => ended.resolve(0),
    redraw: () => undefined,
    ring: (text) => say([text]),
    enterSite: (name) => front.enter(name),
  };
  const life = {choice: options.choice, mode: options.mode, size: {columns: 160, rows: 300}, isStalled: () => false};
  const [firstSite, ...otherSites] = options.sites.map((site) => withRunLines(site, say, style.language));
  if (firstSite === undefined) return 0;
  const first = openSite(firstSite, life, targets);
  const sites = [first, ...otherSites.map((site) => openSite(site, life, targets))];
  const front = siteFront(first, sites.slice(1));
  let told = front.store.current();
  let items: readonly string[] = [];
  const showPage = (): void => {
    const page = pageLines(front.store.current(), style);
    items = page.items;
    say([...page.lines, ...asking(front.store.current(), style.say('plain.confirm'))]);
  };
  const tell = (): void => {
    const now = front.store.current();
    say(changeLines(told, now, style));
    const turned = pageOf(told) !== pageOf(now);
    told = now;
    if (turned) showPage();
  };
  const stopListening = onSignals((code) => ended.resolve(code));
  const stopFeeding = sites.map(feedSite);
  front.store.subscribe(tell);
  const telling = setInterval(() => front.tellSites(), tickMs);
  const lines = createInterface({input: options.input, terminal: false});
  lines.on('line', (line) => {
    const at = front.store.current().now;
    const command = (id: CommandId, item?: string): void =>
      front.store.dispatch({
        type: 'command',
        id,
        at: Math.max(at, first.deps.now().at),
        extent: {items: item === undefined ? null : [item], last: 0, page: 1},
      });
    takeLine(line.trim(), {state: front.store.current(), items, command, showPage, front});
  });
  lines.on('close', () => ended.resolve(0));
  say([style.say('plain.welcome')]);
  try {
    return await ended.promise;
  } finally {
    stopListening();
    clearInterval(telling);
    lines.close();
    for (const stop of stopFeeding) stop();
    for (const {effects} of sites) effects.close();
    front.store.close();
  }
}

/** What the run that is followed says, as it says it: the same lines as on the command line. */
function withRunLines(site: ConsoleSite, say: (lines: readonly string[]) => void, language: Language): ConsoleSite {
  const {deps} = site;
  return {
    ...site,
    deps: {
      ...deps,
      attachRun(runId, listener, failed) {
        let plan: Plan | null = null;
        return deps.attachRun(
          runId,
          (event) => {
            if (event.type === 'run-started') plan = event.plan;
            say(linesOf(event, plan, {verbose: false, language}));
            listener(event);
          },
          failed,
        );
      },
    },
  };
}

type Taking = {
  readonly state: ConsoleState;
  readonly items: readonly string[];
  command(id: CommandId, item?: string): void;
  showPage(): void;
  readonly front: ReturnType<typeof siteFront>;
};

/** A line is an answer where one is wanted, a number where something can be opened, else a command. */
function takeLine(line: string, {state, items, command, showPage, front}: Taking): void {
  const layer = topLayer(state);
  const {store} = front;
  if (layer.kind === 'confirm' || layer.kind === 'field' || layer.kind === 'acknowledge') {
    if (line === 'back') command('back');
    else {
      command('erase-all');
      store.dispatch({type: 'typed', text: line, at: state.now});
      command(layer.kind === 'confirm' ? 'submit' : 'accept');
    }
    return;
  }
  const item = /^\d+$/.test(line) ? items[Number(line) - 1] : undefined;
  const answer = asksYesOrNo(layer) ? answers[line.toLowerCase()] : undefined;
  if (answer !== undefined) command(answer);
  else if (line === 'back' || line === 'b') command('back');
  else if (line === '') showPage();
  else if (item !== undefined) command('open', item);
  else store.dispatch({type: 'line-read', line, meaning: front.read(line)});
}

const answers: Readonly<Record<string, CommandId>> = {y: 'yes', yes: 'yes', n: 'back', no: 'back'};

function asksYesOrNo({kind}: Layer): boolean {
  return ['operate', 'plan', 'cancel', 'quit', 'attach'].includes(kind);
}

/** After a dialog: what can be answered. A list says itself that its numbers open something. */
function asking(state: ConsoleState, confirm: string): readonly string[] {
  const layer = topLayer(state);
  return layer.kind === 'confirm' ? [confirm] : [];
}

/** What makes it another page: another layer, another stage of a plan, another field. */
function pageOf(state: ConsoleState): string {
  const layer = topLayer(state);
  const more =
    layer.kind === 'plan' ? layer.status.kind : layer.kind === 'confirm' ? `${layer.field} ${layer.fault ?? ''}` : '';
  return `${state.summary.cluster} ${state.layers.length} ${layer.kind} ${more}`;
}
