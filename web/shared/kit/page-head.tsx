// The head of a page: its name, one line about it, and what can be done on it. The focus comes here when the page changes.

import type {ReactNode} from 'react';
import {useEffect, useRef} from 'react';
import style from './page-head.module.css';

type PageHeadProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
};

let shownBefore = false;

export function PageHead({title, lead, children}: PageHeadProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · hpcha`;
  }, [title]);
  useEffect(() => {
    // Not at the first page: the skip link stands first there. Later, readers of screens hear where they are.
    if (shownBefore) heading.current?.focus({preventScroll: true});
    shownBefore = true;
  }, []);
  return (
    <header className={style['head']}>
      <div className={style['names']}>
        <h1 ref={heading} tabIndex={-1} className={style['title']}>
          {title}
        </h1>
        {lead !== undefined && <div className={style['lead']}>{lead}</div>}
      </div>
      {children !== undefined && <div className={style['doings']}>{children}</div>}
    </header>
  );
}
