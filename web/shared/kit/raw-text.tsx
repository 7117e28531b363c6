// What a program said, as it came: scrolls by itself, and the keyboard can reach it.

import type {ReactNode} from 'react';
import style from './raw-text.module.css';

type RawTextProps = {readonly title: string; readonly text: string; readonly tall?: boolean};

export function RawText({title, text, tall}: RawTextProps): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section className={style['raw']} aria-label={title} tabIndex={0} data-tall={tall}>
      <pre>{text}</pre>
    </section>
  );
}
