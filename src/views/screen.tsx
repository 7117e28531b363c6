// The whole screen as a function of the state: header, body, notice, hints. Exactly as large as the terminal.

import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {ConsoleState} from '../state/console-state.ts';
import {topLayer} from '../state/console-state.ts';
import {bodyPage} from './body-page.ts';
import {breadcrumbRow} from './command/breadcrumbs.ts';
import {promptNoticeRow} from './command/prompt-rows.ts';
import {headerRows} from './header.ts';
import {hintsRow} from './hints.ts';
import {Block, StyleContext, useStyle} from './kit/block.tsx';
import {ruleRow} from './kit/frame.ts';
import {PaneBoundary} from './kit/pane-boundary.tsx';
import type {Row, Size} from './kit/row.ts';
import {span} from './kit/row.ts';
import type {Style} from './kit/style.ts';
import {timeLine} from './replay/time-line.ts';
import {screenLayout, smallest} from './screen-layout.ts';

type PaneProps = {readonly state: ConsoleState; readonly size: Size};

export function Screen({state, style}: {readonly state: ConsoleState; readonly style: Style}): ReactNode {
  const {columns, rows} = state.size;
  const layout = screenLayout(columns, rows);
  return (
    <StyleContext value={style}>
      <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
        {layout === null ? (
          <TooSmall size={{width: columns, height: rows}} />
        ) : (
          <>
            <Guarded state={state} size={layout.header} pane={Header} />
            {layout.rules ? <Path state={state} size={{width: columns, height: 1}} /> : null}
            <Guarded state={state} size={layout.body} pane={Body} />
            {layout.rules ? <NoticeLine state={state} size={{width: columns, height: 1}} /> : null}
            <Guarded state={state} size={layout.hints} pane={layout.rules ? Hints : HintsOrNotice} />
          </>
        )}
      </Box>
    </StyleContext>
  );
}

/** A pane in a boundary of its own; another page or another try mounts it anew. */
function Guarded({state, size, pane: Pane}: PaneProps & {readonly pane: (props: PaneProps) => ReactNode}): ReactNode {
  const style = useStyle();
  return (
    <PaneBoundary key={`${topLayer(state).kind}-${state.drawing}`} size={size} style={style} drawnFrom={state}>
      <Pane state={state} size={size} />
    </PaneBoundary>
  );
}

function Header({state, size}: PaneProps): ReactNode {
  return <Block rows={headerRows(state, useStyle(), size.width)} size={size} />;
}

function Body({state, size}: PaneProps): ReactNode {
  const style = useStyle();
  return <Block rows={bodyPage({state, style, size}).rows} size={size} />;
}

function Hints({state, size}: PaneProps): ReactNode {
  return <Block rows={[hintsRow(state, useStyle(), size.width)]} size={size} />;
}

/** A low screen has no line to spare: a notice stands where the hints are, for its few seconds. */
function HintsOrNotice({state, size}: PaneProps): ReactNode {
  const style = useStyle();
  const hints = hintsRow(state, style, size.width);
  const rows = state.prompt === null ? [noticeRow(state, style, size.width) ?? hints] : [hints];
  return <Block rows={rows} size={size} />;
}

function Path({state, size}: PaneProps): ReactNode {
  return <Block rows={[breadcrumbRow(state, useStyle(), size.width)]} size={size} />;
}

function NoticeLine({state, size}: PaneProps): ReactNode {
  const style = useStyle();
  return <Block rows={[lineAboveHints(state, size.width, style)]} size={size} />;
}

function lineAboveHints(state: ConsoleState, width: number, style: Style): Row {
  const notice = noticeRow(state, style, width);
  if (notice !== null) return notice;
  return state.replay === null ? ruleRow(width, style) : timeLine(state.replay, state.zoneOffsetMinutes, width, style);
}

/** What the prompt has to say comes before a notice; null: nothing is said. */
function noticeRow({notice, prompt}: ConsoleState, style: Style, width: number): Row | null {
  const prompted = prompt === null ? null : promptNoticeRow(prompt, style, width);
  if (prompted !== null || notice === null) return prompted;
  return [span(` ${style.glyphs.cursor} ${style.say(notice.text, notice.params)}`, 'warning')];
}

function TooSmall({size}: {readonly size: Size}): ReactNode {
  const text = useStyle().say('small.size', {
    needColumns: smallest.columns,
    needRows: smallest.rows,
    columns: size.width,
    rows: size.height,
  });
  return <Block rows={[[span(text)]]} size={size} />;
}
