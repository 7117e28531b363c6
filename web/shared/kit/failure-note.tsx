// Why something could not be had or done, what helps, and a way to try again: never a blank place.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import type {Failure} from '../api/failure.ts';
import {failureText} from '../api/failure.ts';
import {useSay} from '../words/use-words.tsx';
import style from './failure-note.module.css';
import {LevelSign} from './level-mark.tsx';

type FailureNoteProps = {readonly failure: Failure; readonly again?: (() => void) | undefined};

export function FailureNote({failure, again}: FailureNoteProps): ReactNode {
  const say = useSay();
  const {what, hint} = failureText(failure, say);
  return (
    <div className={style['note']} role="alert">
      <LevelSign level="critical" size={16} />
      <div>
        <p className={style['what']}>{what}</p>
        {hint !== null && <p className={style['hint']}>{say('frame.hint', {hint})}</p>}
        {again !== undefined && (
          <Button variant="default" size="xs" mt="xs" onClick={again}>
            {say('frame.again')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** A word of warning or of good news in the same place. */
export function Note({
  level,
  children,
}: {
  readonly level: 'ok' | 'warning' | 'critical' | 'unknown' | 'info';
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={style['note']} data-level={level} role={level === 'ok' || level === 'info' ? 'status' : 'alert'}>
      <LevelSign level={level} size={16} />
      <div>{children}</div>
    </div>
  );
}
