// Four figures: what may still be lost, who answers, who holds the address, what computes.

import type {ReactNode} from 'react';
import type {Status} from '../../shared/api/status.ts';
import {LevelSign} from '../../shared/kit/level-mark.tsx';
import {bestTolerance, Pips} from '../../shared/kit/pips.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import style from './figures.module.css';

export function Figures({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  const hosts = Object.entries(status.controllers);
  const seen = hosts.filter(([, {reach}]) => reach === 'seen').length;
  return (
    <dl className={style['figures']}>
      <Figure title={say('glance.may-lose')}>
        <Pips left={status.tolerance['cluster'] ?? null} best={bestTolerance('', hosts.length)} />
      </Figure>
      <Figure title={say('glance.controllers')} note={say('glance.answer', {seen, count: hosts.length})}>
        {hosts.map(([host, {reach, confirmed_lost}]) => (
          <span key={host} className={style['host']}>
            <LevelSign
              level={reach === 'seen' ? 'ok' : reach === 'none' ? 'none' : confirmed_lost ? 'critical' : 'unknown'}
            />
            {host}
            {reach === 'lost' && (
              <span className="quiet">{say(confirmed_lost ? 'glance.confirmed-lost' : 'glance.no-answer')}</span>
            )}
          </span>
        ))}
      </Figure>
      <Figure title={say('glance.vip')} note={status.vip.address}>
        {status.vip.owners.length === 0 ? '–' : status.vip.owners.join(' + ')}
      </Figure>
      <SlurmFigures status={status} />
    </dl>
  );
}

function SlurmFigures({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  const {nodesTotal, nodesDown, jobsRunning, jobsPending} = status.services['slurm']?.facts ?? noFacts;
  const known = typeof nodesTotal === 'number' && typeof nodesDown === 'number';
  return (
    <>
      <Figure title={say('glance.compute')}>
        {known ? say('glance.nodes-of', {up: nodesTotal - nodesDown, total: nodesTotal}) : say('frame.not-known')}
      </Figure>
      <Figure
        title={say('glance.jobs')}
        note={typeof jobsPending === 'number' ? say('glance.pending', {count: jobsPending}) : undefined}
      >
        {typeof jobsRunning === 'number' ? say('glance.running', {count: jobsRunning}) : say('frame.not-known')}
      </Figure>
    </>
  );
}

const noFacts: Readonly<Record<string, unknown>> = {};

type FigureProps = {readonly title: string; readonly children: ReactNode; readonly note?: string | undefined};

function Figure({title, children, note}: FigureProps): ReactNode {
  return (
    <div className={style['figure']}>
      <dt>{title}</dt>
      <dd>{children}</dd>
      {note !== undefined && <dd className={style['note']}>{note}</dd>}
    </div>
  );
}
