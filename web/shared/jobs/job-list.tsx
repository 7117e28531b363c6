// A list of jobs with filters and pages; it looks again by itself, and at once when an event tells of a job.

import {Button, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useEffect, useState} from 'react';
import type {Job, JobPage} from '../api/jobs.ts';
import {askJobs, phases} from '../api/jobs.ts';
import {Asked} from '../kit/asked.tsx';
import {ChoiceRow} from '../kit/choice-row.tsx';
import {Note} from '../kit/failure-note.tsx';
import {PageHead} from '../kit/page-head.tsx';
import {Nothing, Panel} from '../kit/panel.tsx';
import {useLive} from '../live/use-live.tsx';
import {useResource} from '../resource/use-resource.ts';
import {useSay} from '../words/use-words.tsx';
import {JobTable} from './job-table.tsx';

const pageSize = 50;
const choices = ['all', ...phases] as const;

type JobListProps = {
  readonly whose: 'mine' | 'all';
  readonly actions?: (job: Job, again: () => void) => ReactNode;
  readonly aside?: ReactNode;
};

export function JobList({whose, actions, aside}: JobListProps): ReactNode {
  const say = useSay();
  const [phase, setPhase] = useState<(typeof choices)[number]>('all');
  const [name, setName] = useState('');
  const [offset, setOffset] = useState(0);
  const resource = useResource(askJobs({phase, name, whose, offset, limit: pageSize}), 30);
  useOnJobEvent(resource.again);
  const title = say(whose === 'mine' ? 'jobs.mine' : 'jobs.all');
  return (
    <>
      <PageHead title={title} lead={whose === 'all' ? say('jobs.all-lead') : undefined}>
        <TextInput
          data-filter
          type="search"
          aria-label={say('jobs.filter')}
          placeholder={say('jobs.filter')}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setOffset(0);
          }}
        />
        <ChoiceRow
          label={say('jobs.phase')}
          options={choices}
          word={(one) => say(one === 'all' ? 'frame.all' : `jobs.${one}`)}
          chosen={phase}
          choose={(next) => {
            setPhase(next);
            setOffset(0);
          }}
        />
        {aside}
      </PageHead>
      <Asked resource={resource}>
        {(page) => (
          <>
            {page.missing !== null && <Note level="warning">{say('jobs.no-accounting')}</Note>}
            <Panel title={title} flush aside={<Pager page={page} offset={offset} to={setOffset} />}>
              {page.jobs.length === 0 ? (
                <Nothing>{say(name === '' && phase === 'all' ? 'jobs.none-at-all' : 'jobs.none')}</Nothing>
              ) : (
                <JobTable
                  jobs={page.jobs}
                  withUser={whose === 'all'}
                  {...(actions === undefined ? {} : {actions: (job: Job) => actions(job, resource.again)})}
                />
              )}
            </Panel>
          </>
        )}
      </Asked>
    </>
  );
}

type PagerProps = {readonly page: JobPage; readonly offset: number; readonly to: (offset: number) => void};

function Pager({page, offset, to}: PagerProps): ReactNode {
  const say = useSay();
  if (page.total === 0) return null;
  const last = offset + page.jobs.length;
  return (
    <>
      <span>{say('jobs.of', {first: offset + 1, last, total: page.total})}</span>
      {page.total > pageSize && (
        <Button.Group>
          <Button
            variant="default"
            size="compact-xs"
            disabled={offset === 0}
            onClick={() => to(Math.max(0, offset - pageSize))}
          >
            {say('jobs.newer')}
          </Button>
          <Button
            variant="default"
            size="compact-xs"
            disabled={last >= page.total}
            onClick={() => to(offset + pageSize)}
          >
            {say('jobs.older')}
          </Button>
        </Button.Group>
      )}
    </>
  );
}

/** Calls when an event tells of a job, or when events may be missing: several at once are one reason. */
export function useOnJobEvent(call: () => void): void {
  const {events, gaps} = useLive();
  const newest = events.find(({event}) => event.kind === 'job')?.id ?? null;
  useEffect(() => {
    if (newest === null && gaps === 0) return;
    const timer = setTimeout(call, 300);
    return () => clearTimeout(timer);
  }, [newest, gaps, call]);
}
