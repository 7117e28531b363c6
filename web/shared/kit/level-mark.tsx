// A level as it is always shown: its sign, its word and its colour together, so that none of them has to be trusted alone.

import type {ReactNode} from 'react';
import type {CellLevel, FindingLevel} from '../../../src/model/level.ts';
import {useSay} from '../words/use-words.tsx';
import style from './level-mark.module.css';

export type AnyLevel = FindingLevel | CellLevel;

const shapes: Readonly<Record<AnyLevel, ReactNode>> = {
  ok: <path d="M2.5 7.5 6 11 12 3.5" />,
  warning: <path d="M7 2 13 12.5H1Z M7 6v3 M7 10.9v.1" />,
  critical: <path d="M3 3 11 11 M11 3 3 11" strokeWidth="2.4" />,
  unknown: <path d="M4.2 5a2.8 2.8 0 1 1 4 2.5c-.8.5-1.2.9-1.2 1.9 M7 12v.1" strokeWidth="1.9" />,
  info: <path d="M7 6v6 M7 2.9v.1" strokeWidth="2.2" />,
  none: <path d="M5 7h4" />,
};

/** The sign alone is for places where the word stands beside it anyway. */
export function LevelSign({level, size = 14}: {readonly level: AnyLevel; readonly size?: number}): ReactNode {
  return (
    <svg className={style['sign']} data-level={level} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {shapes[level]}
    </svg>
  );
}

type LevelMarkProps = {
  readonly level: AnyLevel;
  /** Instead of the level's own word; it must say as much. */
  readonly word?: string;
  readonly large?: boolean;
};

export function LevelMark({level, word, large}: LevelMarkProps): ReactNode {
  const say = useSay();
  return (
    <span className={style['mark']} data-level={level} data-large={large}>
      <LevelSign level={level} size={large === true ? 20 : 14} />
      <span>{word ?? say(`level.${level}`)}</span>
    </span>
  );
}
