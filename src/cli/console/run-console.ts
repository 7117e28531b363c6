// The life of a console: opens it, feeds it with time, size, judgements and signals, and closes it so that the terminal is whole.

import type {Alert} from '../../state/alerts.ts';
import type {ConsoleDeps} from '../../state/console-deps.ts';
import {isGoingOn} from '../../state/run-view.ts';
import type {Store} from '../../state/store.ts';
import type {OpenSite, SiteFront, SiteTargets} from './open-sites.ts';
import {siteFront} from './open-sites.ts';
import {ringOn} from './ring.ts';
import type {ScreenChoice} from './screen-choice.ts';
import {feedSite, openSite, tickMs} from './site-life.ts';
import {keepHeapSmall} from './small-heap.ts';
import {unblockTerminal} from './stalled-terminal.ts';

export type ConsoleTerminal = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

/** One cluster, and what is remembered about it from earlier. */
export type ConsoleSite = {
  readonly deps: ConsoleDeps;
  readonly history?: readonly string[];
  readonly alerts?: readonly Alert[];
};

export type RunConsoleOptions = {
  /** The one that is shown first, and the others. */
  readonly sites: readonly [ConsoleSite, ...ConsoleSite[]];
  readonly mode: 'watch' | 'operate' | 'watch-only';
  readonly bell: boolean;
  readonly choice: ScreenChoice;
  readonly terminal: ConsoleTerminal;
};

/** A terminal that does not take its last words is left behind after this. */
const farewellMs = 1000;
/** A size that has not changed for so long is the one to draw for. */
const resizeSettlesMs = 150;
const signals = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;

/** Resolves with the exit code when the console has been left: 0, 70 for a bug, 128+n for a signal. */
export async function runConsole(options: RunConsoleOptions): Promise<number> {
  const {terminal} = options;
  keepHeapSmall();
  // Ink and React are loaded here and nowhere else: no other command pays for them.
  const {openConsole} = await import('../../views/open-console.tsx');
  const isStalled = unblockTerminal(terminal.stdout, terminal.stderr);
  let exitCode = 0;
  const targets: SiteTargets = {
    quit: () => ui.close(),
    redraw: () => ui.redraw(),
    screen: () => ({text: ui.text(), state: front.store.current()}),
    ring: options.bell ? ringOn(terminal.stdout, isStalled) : () => undefined,
    enterSite: (name) => front.enter(name),
  };
  const life = {choice: options.choice, mode: options.mode, size: sizeOf(terminal.stdout), isStalled};
  const [firstSite, ...otherSites] = options.sites;
  const first = openSite(firstSite, life, targets);
  const sites = [first, ...otherSites.map((site) => openSite(site, life, targets))];
  const front = siteFront(first, sites.slice(1));
  const ui = openConsole({store: front.store, now: () => first.deps.now().at, ...options.choice, ...terminal});
  const stopFeeding = sites.map((site) => feed(site, terminal));
  const stopMending = mendAfterResize(terminal.stdout, isStalled, () => ui.redraw());
  const stopTelling = tellSites(front, sites.length > 1);
  const leave = (code: number): void => {
    exitCode = code;
    ui.close();
    setTimeout(() => process.exit(code), farewellMs).unref();
  };
  const stopListening = onSignals(leave);
  const stopMinding = onHangUp(terminal, () => leave(signals.SIGHUP));
  try {
    await ui.closed;
  } catch (thrown) {
    // After the alternate screen is gone, or the message would go with it (terminal-ui §0.7).
    terminal.stderr.write(
      `hpcha-tui: the console failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`,
    );
    exitCode = 70;
  } finally {
    stopTelling();
    stopMending();
    for (const stop of stopFeeding) stop();
    for (const {effects} of sites) effects.close();
    front.store.close();
    stopListening();
    stopMinding();
  }
  for (const {store} of sites) sayWhatGoesOn(store, terminal);
  return exitCode;
}

/** Several clusters begin with the list of them; how they are is told with every tick and whenever one of them changes. */
function tellSites(front: SiteFront, several: boolean): () => void {
  front.tellSites();
  const nowhere = {items: null, last: 0, page: 1};
  if (several) front.store.dispatch({type: 'command', id: 'sites', at: front.store.current().now, extent: nowhere});
  const telling = setInterval(() => front.tellSites(), tickMs);
  return () => clearInterval(telling);
}

/**
 * What was drawn for one size may reach a terminal that has another by then: it lies where Ink does not look for it, and
 * nothing would ever take it away. So everything is drawn anew once the size has settled.
 */
function mendAfterResize(stdout: NodeJS.WriteStream, isStalled: () => boolean, redraw: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const mend = (): void => {
    if (isStalled()) later();
    else redraw();
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(mend, resizeSettlesMs);
  };
  stdout.on('resize', later);
  return () => {
    stdout.off('resize', later);
    clearTimeout(timer);
  };
}

function sizeOf(stdout: NodeJS.WriteStream): {readonly columns: number; readonly rows: number} {
  return {columns: stdout.columns ?? 80, rows: stdout.rows ?? 24};
}

/** Time, size and judgements as events, until the returned function is called. */
function feed(site: OpenSite, {stdout}: ConsoleTerminal): () => void {
  const resized = (): void => site.store.dispatch({type: 'resized', ...sizeOf(stdout)});
  stdout.on('resize', resized);
  const stopFeeding = feedSite(site);
  return () => {
    stdout.off('resize', resized);
    stopFeeding();
  };
}

export function onSignals(leave: (exitCode: number) => void): () => void {
  const listeners = Object.entries(signals).map(([signal, code]) => ({signal, listener: () => leave(code)}));
  for (const {signal, listener} of listeners) process.on(signal, listener);
  return () => {
    for (const {signal, listener} of listeners) process.off(signal, listener);
  };
}

/** A terminal that is gone fails every write; that is leaving, not a fault. Listens on until the process ends. */
function onHangUp({stdin, stdout, stderr}: ConsoleTerminal, leave: () => void): () => void {
  let open = true;
  const gone = (): void => {
    if (open) leave();
  };
  // Whichever comes first: the signal, a write that fails, or a read that does (EIO).
  stdin.on('error', gone);
  stdout.on('error', gone);
  stderr.on('error', gone);
  return () => {
    // The listeners stay: last words may still fail after the console has closed.
    open = false;
  };
}

/** Leaving never stops a run; the last line says how to see it again. */
export function sayWhatGoesOn(store: Store, terminal: Pick<ConsoleTerminal, 'stderr'>): void {
  const {run} = store.current();
  if (run === null || !isGoingOn(run)) return;
  terminal.stderr.write(`run ${run.runId} continues: hpcha-tui runs attach ${run.runId}\n`);
}
