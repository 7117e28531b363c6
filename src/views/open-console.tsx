// Opens the console on a terminal and says when it has closed. The only file that calls Ink's render.

import {render} from 'ink';
import type {Language} from '../model/message.ts';
import type {Instant} from '../model/reading.ts';
import type {ThemeName} from '../model/theme-name.ts';
import type {Store} from '../state/store.ts';
import {ConsoleApp} from './console-app.tsx';
import type {GlyphSetName} from './kit/glyphs.ts';
import {makeStyle} from './kit/style.ts';
import {screenText} from './screen-text.ts';

export type OpenConsoleOptions = {
  readonly store: Store;
  readonly now: () => Instant;
  readonly theme: ThemeName;
  readonly glyphs: GlyphSetName;
  readonly language: Language;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
};

export type OpenConsole = {
  /** Resolves when the console has closed and the terminal is restored; rejects with what a component threw. */
  readonly closed: Promise<unknown>;
  close(): void;
  /** What is on the screen, as plain lines. */
  text(): string;
  /** Draws everything again, over whatever another program left on the screen. */
  redraw(): void;
};

/** Erase in display, whole; cursor to the first cell (ECMA-48). */
const eraseAll = '\x1b[2J\x1b[H';

/** The options are those of terminal-ui §4.1; each one is there because its default was seen to fail. */
export function openConsole(options: OpenConsoleOptions): OpenConsole {
  const {store, stdin, stdout, stderr} = options;
  const style = makeStyle(options);
  const ui = render(<ConsoleApp store={store} style={style} now={options.now} />, {
    stdin,
    stdout,
    stderr,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 15,
    concurrent: false,
    // Explicit: with CI=1 in the environment Ink would draw nothing until the end (terminal-ui §0.8).
    interactive: stdout.isTTY === true,
    exitOnCtrlC: false,
    patchConsole: true,
  });
  return {
    closed: ui.waitUntilExit(),
    close: () => ui.unmount(),
    text: () => screenText(store.shown(), makeStyle({...options, theme: 'mono'})),
    redraw() {
      // Ink skips a frame that equals the last one, so damage from outside is healed by an empty frame in between.
      const whole = <ConsoleApp store={store} style={style} now={options.now} />;
      ui.rerender(null);
      void ui.waitUntilRenderFlush().then(() => {
        ui.clear();
        // Ink counts lines from where it believes the cursor to be; after a resize that may be anywhere.
        stdout.write(eraseAll);
        ui.rerender(whole);
      });
    },
  };
}
