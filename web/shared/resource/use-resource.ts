// Something that a service is asked for, now and then again: loading, there, or failed; what was there stays, with its age.

import {useCallback, useEffect, useRef, useState} from 'react';
import type {Question} from '../api/ask.ts';
import {ask} from '../api/ask.ts';
import type {Failure} from '../api/failure.ts';

export type Resource<T> = {
  readonly value: T | null;
  /** On the page's monotonic clock. */
  readonly at: number | null;
  /** Why the newest try gave nothing; null when it did. */
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly again: () => void;
};

type Kept<T> = Pick<Resource<T>, 'value' | 'at' | 'failure' | 'loading'> & {readonly path: string | null};

/**
 * `question` null: nothing is asked. Asked again every `everySeconds` while the page is visible. A question that is under way is never given
 * up for the same one: where answers take longer than the time between two questions, there would be no answer at all.
 */
export function useResource<T>(question: Question<T> | null, everySeconds?: number): Resource<T> {
  const path = question?.path ?? null;
  const latest = useRef(question);
  latest.current = question;
  const [round, setRound] = useState(0);
  const underWay = useRef<AbortController | null>(null);
  const onceMore = useRef(false);
  const [kept, setKept] = useState<Kept<T>>({path, value: null, at: null, failure: null, loading: path !== null});

  useEffect(() => {
    const asked = latest.current;
    if (asked === null) return;
    const abort = new AbortController();
    underWay.current = abort;
    onceMore.current = false;
    const over = (): void => {
      if (underWay.current !== abort) return;
      underWay.current = null;
      if (onceMore.current) setRound((count) => count + 1);
    };
    setKept((before) =>
      before.path === path ? {...before, loading: true} : {path, value: null, at: null, failure: null, loading: true},
    );
    ask({...asked, signal: abort.signal})
      .then(
        (answer) => {
          setKept((before) => {
            const old = before.path === path ? before : {value: null, at: null};
            return answer.kind === 'ok'
              ? {path, value: answer.value, at: performance.now(), failure: null, loading: false}
              : {path, value: old.value, at: old.at, failure: answer.failure, loading: false};
          });
        },
        () => undefined,
      )
      .finally(over);
    return () => {
      abort.abort();
      if (underWay.current === abort) underWay.current = null;
    };
  }, [path, round]);

  // What is under way may have been answered before the reason to ask again: it is asked once more afterwards.
  const again = useCallback(() => {
    if (underWay.current === null) setRound((count) => count + 1);
    else onceMore.current = true;
  }, []);
  useEffect(() => {
    if (everySeconds === undefined || path === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && underWay.current === null) setRound((count) => count + 1);
    }, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds, path]);

  // Between two paths nothing of the first is shown under the name of the second.
  const mine = kept.path === path ? kept : {value: null, at: null, failure: null, loading: true};
  return {value: mine.value, at: mine.at, failure: mine.failure, loading: mine.loading, again};
}
