// A part of a page with its heading, and to its right what belongs to the whole of it.

import type {ReactNode} from 'react';
import {useId} from 'react';
import style from './panel.module.css';

type PanelProps = {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** The content reaches the edges: tables and lists. */
  readonly flush?: boolean;
  readonly tone?: 'critical' | 'warning' | 'unknown' | undefined;
};

export function Panel({title, aside, children, flush, tone}: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={style['panel']} aria-labelledby={id} data-tone={tone}>
      <header className={style['head']}>
        <h2 id={id} className={style['title']}>
          {title}
        </h2>
        {aside !== undefined && <div className={style['aside']}>{aside}</div>}
      </header>
      <div className={flush === true ? style['flush'] : style['body']}>{children}</div>
    </section>
  );
}

/** One quiet line where there is nothing to list. */
export function Nothing({children}: {readonly children: ReactNode}): ReactNode {
  return <p className={style['nothing']}>{children}</p>;
}
