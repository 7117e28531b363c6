// How many more controllers may die, as the console draws it: a full sign each, an empty one for those that may not any more.

import type {ReactNode} from 'react';
import {useSay} from '../words/use-words.tsx';
import style from './pips.module.css';

/** `left` null: not known. `best`: what it would be if all were well. */
export function Pips({left, best}: {readonly left: number | null; readonly best: number}): ReactNode {
  const say = useSay();
  if (left === null) return <span className={style['unknown']}>–</span>;
  const most = Math.max(left, best);
  return (
    <span className={style['pips']} data-none={left === 0 ? true : undefined}>
      <span className={style['count']}>{left}</span>
      {most <= 4 &&
        Array.from({length: most}, (_each, index) => (
          <span key={index} className={style['pip']} data-gone={index >= left ? true : undefined} aria-hidden="true" />
        ))}
      <span className="visually-hidden">{say('service.may-lose', {count: left})}</span>
    </span>
  );
}

/** What a healthy service of that many controllers tolerates: all but one where standbys take over, else a minority. */
export function bestTolerance(service: string, members: number): number {
  const takesOver = service === 'slurm' || service === 'keepalived' || service === 'web';
  return Math.max(0, takesOver ? members - 1 : Math.floor((members - 1) / 2));
}
