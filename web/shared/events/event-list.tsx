// What has been told over the live connection, newest first.

import type {ReactNode} from 'react';
import {formatMoment} from '../../../src/model/quantity.ts';
import type {LiveEvent} from '../api/live-frames.ts';
import {LevelSign} from '../kit/level-mark.tsx';
import {Nothing} from '../kit/panel.tsx';
import {textIfAny} from '../words/catalogue.ts';
import {useSay, useWords} from '../words/use-words.tsx';
import style from './event-list.module.css';
import {eventLevel, eventPlace, eventText} from './event-words.ts';
import {localOffset} from './local-time.ts';

export function EventList({events}: {readonly events: readonly LiveEvent[]}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  if (events.length === 0) return <Nothing>{say('glance.no-events')}</Nothing>;
  return (
    <ol className={style['list']}>
      {events.map(({id, event}) => {
        const level = eventLevel(event);
        return (
          <li key={id}>
            <time dateTime={new Date(event.at).toISOString()}>
              {formatMoment(event.at, Date.now(), localOffset(event.at))}
            </time>
            <span className={style['sign']}>
              <LevelSign level={level} />
              <span className="visually-hidden">{textIfAny(language, `level.${level}`)}</span>
            </span>
            <span className={style['what']}>{eventText(event, language, say)}</span>
            <span className={style['where']}>{eventPlace(event, say)}</span>
          </li>
        );
      })}
    </ol>
  );
}
