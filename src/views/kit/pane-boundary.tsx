// Keeps a pane that throws from taking the console with it: it shows its error, the rest lives on (terminal-ui §4.4).

import type {ReactNode} from 'react';
import {Component} from 'react';
import {Block} from './block.tsx';
import type {Size} from './row.ts';
import {span} from './row.ts';
import type {Style} from './style.ts';
import {wrap} from './text-width.ts';

type Props = {
  readonly size: Size;
  readonly style: Style;
  /** What the pane is drawn from: when it is another, the pane is tried again. */
  readonly drawnFrom: unknown;
  readonly children: ReactNode;
};
type State = {readonly error: Error | null};

/** Mount it with a `key` that changes with the page, and when the operator asks for another try. */
export class PaneBoundary extends Component<Props, State> {
  override state: State = {error: null};

  static getDerivedStateFromError(error: Error): State {
    return {error};
  }

  override componentDidUpdate(before: Props): void {
    // The fault may have been in the data. One try for each new state: a pane that throws again shows its error again.
    if (this.state.error !== null && before.drawnFrom !== this.props.drawnFrom) this.setState({error: null});
  }

  override render(): ReactNode {
    const {error} = this.state;
    if (error === null) return this.props.children;
    const {style, size} = this.props;
    const what = wrap(style.say('pane.broken', {what: error.message}), size.width - 4);
    const rows = [
      ...what.map((line) => [span(` ${style.glyphs.level.critical} ${line}`, 'critical')]),
      [span(`   ${style.say('pane.retry')}`, 'dim')],
    ];
    return <Block rows={rows} size={size} />;
  }
}
