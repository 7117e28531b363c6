// One run as its journal tells it: live while it goes on, and afterwards what is true now.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {formatDuration} from '../../../src/model/quantity.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import type {RunStep, ShownRun} from '../../shared/api/runs.ts';
import {askRun, cancelRun} from '../../shared/api/runs.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {FailureNote, Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {RawText} from '../../shared/kit/raw-text.tsx';
import {operationLine} from '../../shared/plan/operation-words.ts';
import {usePlanWords} from '../../shared/plan/use-plan-words.ts';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import style from './run-page.module.css';
import {RunState, StepState} from './run-words.tsx';

export function RunPage({id}: {readonly id: string}): ReactNode {
  const say = useSay();
  const read = usePlanWords();
  const [ended, setEnded] = useState(false);
  const resource = useResource(askRun(id), ended ? undefined : 2);
  const run = resource.value;
  if (run !== null && run.state !== 'running' && !ended) setEnded(true);
  return (
    <>
      <PageHead
        title={run?.title == null ? say('run.title', {run: id}) : read(run.title)}
        lead={run === null ? undefined : <RunLead run={run} />}
      >
        {run !== null && <RunState state={run.state} result={run.result} />}
        {run?.state === 'running' && <CancelRun id={id} />}
      </PageHead>
      <Asked resource={resource}>{(shown) => <RunParts run={shown} />}</Asked>
    </>
  );
}

function RunLead({run}: {readonly run: ShownRun}): ReactNode {
  const say = useSay();
  const {user, console: place, reason, startedAt, endedAt} = run.meta;
  const took = endedAt === null ? '' : ` · ${formatDuration(endedAt - startedAt)}`;
  const why = reason === null ? say('runs.no-reason') : say('runs.why', {reason});
  return (
    <>
      {say('run.by', {actor: `${user}@${place}`})} · {why}
      {took}
    </>
  );
}

function RunParts({run}: {readonly run: ShownRun}): ReactNode {
  const say = useSay();
  const {changed, unchanged, failed, unknown, skipped} = run.counts;
  const done = run.steps.filter(({result}) => result !== 'waiting' && result !== 'running').length;
  return (
    <div className="stack">
      {run.stop !== null && (
        <Note level="critical">
          {run.stop.what}
          {run.stop.hint !== null && <p>{say('frame.hint', {hint: run.stop.hint})}</p>}
        </Note>
      )}
      {run.account !== null && (
        <Note level={run.result === 'done' ? 'ok' : 'warning'}>
          <b>{say('run.account')}:</b> {run.account}
        </Note>
      )}
      <Panel
        title={say('runs.steps')}
        flush
        aside={
          <>
            <span>{say('run.of', {done, total: run.steps.length})}</span>
            <span>
              {say('run.counts', {changed, unchanged, failed})}
              {unknown > 0 && `, ${say('run.counts-unknown', {count: unknown})}`}
              {skipped > 0 && `, ${say('run.counts-skipped', {count: skipped})}`}
            </span>
          </>
        }
      >
        {run.steps.map((step) => (
          <OneStep key={step.id} step={step} />
        ))}
      </Panel>
    </div>
  );
}

function OneStep({step}: {readonly step: RunStep}): ReactNode {
  const say = useSay();
  const read = usePlanWords();
  return (
    <details className={style['step']}>
      <summary>
        <StepState result={step.result} />
        <b>{step.on}</b>
        <span>{read(step.title)}</span>
        <span className="quiet">{step.tookMs === null ? '' : formatDuration(step.tookMs)}</span>
      </summary>
      <div className={style['detail']}>
        <p className="mono quiet">{operationLine(step.operation)}</p>
        {step.saw !== null && <RawText title={say('run.saw')} text={step.saw} />}
        {step.diff !== null && <RawText title={say('run.diff')} text={step.diff} />}
      </div>
    </details>
  );
}

function CancelRun({id}: {readonly id: string}): ReactNode {
  const say = useSay();
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const cancel = async (): Promise<void> => {
    const answer = await ask(cancelRun(id));
    if (answer.kind === 'ok') setAsked(true);
    else setFailure(answer.failure);
  };
  if (failure !== null) return <FailureNote failure={failure} />;
  if (asked) return <span className="quiet">{say('runs.cancelling')}</span>;
  return (
    <Button variant="default" onClick={() => void cancel()} title={say('runs.cancel-ask')}>
      {say('runs.cancel')}
    </Button>
  );
}
