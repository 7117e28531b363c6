// One alert: what it says, and the words with which somebody acknowledges it.

import {Button, TextInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import {formatMoment} from '../../../src/model/quantity.ts';
import {type Acknowledged, sayAcknowledged} from '../../shared/api/acknowledgements.ts';
import {ask} from '../../shared/api/ask.ts';
import {failureText} from '../../shared/api/failure.ts';
import type {LiveEvent} from '../../shared/api/live-frames.ts';
import {mayAs} from '../../shared/api/session.ts';
import {eventLevel, eventPlace, eventText} from '../../shared/events/event-words.ts';
import {localOffset} from '../../shared/events/local-time.ts';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './open-alert.module.css';

type OpenAlertProps = {readonly alert: LiveEvent; readonly seen: Acknowledged | null; readonly said: () => void};

export function OpenAlert({alert: {id, event}, seen, said}: OpenAlertProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const {account} = useSession();
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = async (submitted: FormEvent<HTMLFormElement>): Promise<void> => {
    submitted.preventDefault();
    const comment = String(new FormData(submitted.currentTarget).get('comment') ?? '').trim();
    if (comment === '') return setFault(say('alerts.comment-needed'));
    const answer = await ask(sayAcknowledged(id, comment));
    if (answer.kind === 'ok') said();
    else setFault(failureText(answer.failure, say).what);
  };
  return (
    <article className={style['alert']} data-seen={seen !== null}>
      <LevelMark level={eventLevel(event)} />
      <div>
        <p>{eventText(event, language, say)}</p>
        <p className="quiet">
          {eventPlace(event, say)} · {formatMoment(event.at, Date.now(), localOffset(event.at))}
        </p>
        {seen !== null && (
          <p>
            {say('alerts.acknowledged', {
              by: seen.by,
              clock: formatMoment(seen.at, Date.now(), localOffset(seen.at)),
              comment: seen.comment,
            })}
          </p>
        )}
        {asking && seen === null && (
          <form onSubmit={(submitted) => void submit(submitted)} className={style['form']}>
            <TextInput
              name="comment"
              label={say('alerts.comment')}
              error={fault}
              description={say('events.kept', {by: account.name})}
              autoFocus
            />
            <Button type="submit">{say('events.acknowledge')}</Button>
          </form>
        )}
      </div>
      {seen === null && !asking && mayAs(account.role, 'operator') && (
        <Button variant="default" size="xs" onClick={() => setAsking(true)}>
          {say('events.acknowledge')}
        </Button>
      )}
    </article>
  );
}
