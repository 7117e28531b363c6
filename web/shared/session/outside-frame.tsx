// The quiet frame around what is shown to those who are not in yet.

import type {ReactNode} from 'react';
import {LanguageButton, SchemeButton} from '../frame/look-buttons.tsx';
import {Mark} from '../frame/mark.tsx';
import {useSay} from '../words/use-words.tsx';
import style from './outside-frame.module.css';

export function OutsideFrame({title, children}: {readonly title: string; readonly children: ReactNode}): ReactNode {
  const say = useSay();
  return (
    <div className={style['place']}>
      <main className={style['card']}>
        <p className={style['brand']}>
          <Mark size={26} />
          <span>
            <b>hpcha</b>
            <span className={style['lead']}>{say('login.lead')}</span>
          </span>
        </p>
        <h1 className={style['title']}>{title}</h1>
        {children}
      </main>
      <footer className={style['foot']}>
        <LanguageButton />
        <SchemeButton />
      </footer>
    </div>
  );
}
