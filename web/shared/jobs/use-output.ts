// Follows a job's output: the end first, then only what came since; a bounded amount is kept.

import {useCallback, useEffect, useRef, useState} from 'react';
import {ask} from '../api/ask.ts';
import type {Failure} from '../api/failure.ts';
import type {Job, OutputStream, OutputTail} from '../api/jobs.ts';
import {askOutput} from '../api/jobs.ts';

const firstBytes = 64 * 1024;
const keptCharacters = 256 * 1024;
const everyMs = 3000;

export type Output = {readonly tail: OutputTail | null; readonly failure: Failure | null; readonly again: () => void};

export function useOutput(job: Job, stream: OutputStream): Output {
  const [tail, setTail] = useState<OutputTail | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef<OutputTail | null>(null);
  latest.current = tail;
  const look = useCallback(
    async (signal: AbortSignal) => {
      const before = latest.current;
      const answer = await ask({...askOutput(job.id, stream, before?.to ?? null, firstBytes), signal});
      if (signal.aborted) return;
      setFailure(answer.kind === 'failed' ? answer.failure : null);
      if (answer.kind === 'ok') setTail(joined(before, answer.value));
    },
    [job.id, stream],
  );
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setTail(null);
    latest.current = null;
    const safely = (): void => void look(abort.signal).catch(() => undefined);
    safely();
    const timer = job.phase === 'running' ? setInterval(safely, everyMs) : undefined;
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [look, round, job.phase]);
  return {tail, failure, again: () => setRound((count) => count + 1)};
}

/** A file that was written anew begins anew. */
function joined(before: OutputTail | null, next: OutputTail): OutputTail {
  if (before === null || next.from !== before.to || next.path !== before.path) return next;
  const text = (before.text + next.text).slice(-keptCharacters);
  const dropped = before.text.length + next.text.length - text.length;
  return {...next, text, from: before.from + dropped};
}
