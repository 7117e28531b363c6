// Shows what a service was asked for: while it loads, when it failed, and with its age when it could not be refreshed.

import {Skeleton} from '@mantine/core';
import type {ReactNode} from 'react';
import {formatAge} from '../../../src/model/quantity.ts';
import {failureText} from '../api/failure.ts';
import {useSecond} from '../live/use-live.tsx';
import type {Resource} from '../resource/use-resource.ts';
import {useSay} from '../words/use-words.tsx';
import {FailureNote, Note} from './failure-note.tsx';

type AskedProps<T> = {
  readonly resource: Resource<T>;
  readonly children: (value: T) => ReactNode;
  /** Lines of the grey block that holds the place. */
  readonly lines?: number;
};

export function Asked<T>({resource, children, lines = 4}: AskedProps<T>): ReactNode {
  const say = useSay();
  const {value, failure, again} = resource;
  if (value !== null) {
    return (
      <>
        {failure !== null && <Old resource={resource} />}
        {children(value)}
      </>
    );
  }
  if (failure !== null) return <FailureNote failure={failure} again={again} />;
  return (
    <div role="status" aria-label={say('frame.loading')} style={{padding: '0.4rem 1rem 1rem'}}>
      {Array.from({length: lines}, (_each, index) => (
        <Skeleton key={index} height={14} mt={10} width={`${92 - ((index * 23) % 40)}%`} />
      ))}
    </div>
  );
}

function Old({resource}: {readonly resource: Resource<unknown>}): ReactNode {
  const say = useSay();
  const now = useSecond();
  if (resource.failure === null || resource.at === null) return null;
  const {what} = failureText(resource.failure, say);
  return <Note level="unknown">{say('frame.old-data', {what, age: formatAge(Math.max(0, now - resource.at))})}</Note>;
}
