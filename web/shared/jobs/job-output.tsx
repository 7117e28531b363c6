// The end of a job's output, followed as it grows while the job runs.

import {Switch} from '@mantine/core';
import type {ReactNode} from 'react';
import {useEffect, useRef, useState} from 'react';
import {formatBytes} from '../../../src/model/quantity.ts';
import type {Job, OutputStream} from '../api/jobs.ts';
import {ChoiceRow} from '../kit/choice-row.tsx';
import {FailureNote} from '../kit/failure-note.tsx';
import {Panel} from '../kit/panel.tsx';
import {RawText} from '../kit/raw-text.tsx';
import {useSay} from '../words/use-words.tsx';
import {useOutput} from './use-output.ts';

const streams: readonly OutputStream[] = ['stdout', 'stderr'];

export function JobOutput({job}: {readonly job: Job}): ReactNode {
  const say = useSay();
  const [stream, setStream] = useState<OutputStream>('stdout');
  const [follow, setFollow] = useState(true);
  const {tail, failure, again} = useOutput(job, stream);
  const place = useRef<HTMLDivElement>(null);
  const length = tail?.text.length ?? 0;
  useEffect(() => {
    const shown = place.current?.querySelector('section');
    if (follow && length > 0 && shown !== null && shown !== undefined) shown.scrollTop = shown.scrollHeight;
  }, [follow, length]);
  const aside = (
    <>
      {tail !== null && tail.from > 0 && (
        <span>{say('job.output-cut', {bytes: formatBytes(tail.to - tail.from), size: formatBytes(tail.size)})}</span>
      )}
      {job.phase === 'running' && (
        <Switch
          size="xs"
          label={say('job.follow')}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
      )}
      <ChoiceRow
        label={say('job.output')}
        options={streams}
        word={(one) => say(`job.${one}`)}
        chosen={stream}
        choose={setStream}
      />
    </>
  );
  return (
    <Panel title={say('job.output')} aside={aside}>
      {failure !== null && <FailureNote failure={failure} again={again} />}
      {tail !== null && (
        <>
          <p className="quiet mono">{tail.path}</p>
          <div ref={place}>
            {tail.text === '' ? (
              <p className="quiet">{say('job.output-empty')}</p>
            ) : (
              <RawText title={tail.path} text={tail.text} tall />
            )}
          </div>
        </>
      )}
    </Panel>
  );
}
