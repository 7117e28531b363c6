// A plan as data to be read: what may be lost, what was seen, notes, and its steps by stage.

import type {ReactNode} from 'react';
import type {ShownEvidence, ShownPlan, ShownStep} from '../api/actions.ts';
import {FindingList} from '../findings/finding-list.tsx';
import {Note} from '../kit/failure-note.tsx';
import {Nothing} from '../kit/panel.tsx';
import {RawText} from '../kit/raw-text.tsx';
import {headOf} from '../words/head-of.ts';
import {useSay, useWords} from '../words/use-words.tsx';
import {operationLine} from './operation-words.ts';
import {asFindings} from './plan-findings.ts';
import style from './plan-view.module.css';
import {usePlanWords} from './use-plan-words.ts';

export function PlanView({plan}: {readonly plan: ShownPlan}): ReactNode {
  const say = useSay();
  const read = usePlanWords();
  const {language} = useWords();
  const hosts = new Set(plan.steps.map(({on}) => on)).size;
  const noteLevel = plan.danger === 'safe' ? 'info' : plan.danger === 'disruptive' ? 'warning' : 'critical';
  return (
    <div className="stack">
      <p className={style['counts']}>{say('plan.size', {steps: plan.steps.length, hosts})}</p>
      <Note level={noteLevel}>
        <b>{headOf(say('plan.may-lose'))}:</b> {read(plan.mayLose)}
      </Note>
      {plan.evidence !== null && <Evidence evidence={plan.evidence} />}
      {plan.notes.length > 0 && <FindingList findings={asFindings(plan.notes, language)} />}
      {plan.steps.length === 0 && <Nothing>{say('plan.nothing')}</Nothing>}
      <ol className={style['stages']}>
        {plan.stages.map((stage) => {
          const steps = plan.steps.filter((step) => step.stage === stage.id);
          if (steps.length === 0) return null;
          return (
            <li key={stage.id}>
              <h3>{say('plan.stage', {title: read(stage.title), count: steps.length})}</h3>
              {steps.map((step) => (
                <OneStep key={step.id} step={step} />
              ))}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function OneStep({step}: {readonly step: ShownStep}): ReactNode {
  const say = useSay();
  const read = usePlanWords();
  return (
    <details className={style['step']}>
      <summary>
        <span className={style['on']}>{step.on}</span>
        <span>{read(step.title)}</span>
        <span className={style['operation']}>{operationLine(step.operation)}</span>
      </summary>
      <dl className={style['detail']}>
        <Checks title={say('plan.before')} checks={step.before} />
        <Checks title={say('plan.after')} checks={step.after} />
        <dt>{say('plan.raw')}</dt>
        <dd>
          <RawText title={say('plan.raw')} text={JSON.stringify(step.operation, null, 2)} />
        </dd>
      </dl>
    </details>
  );
}

function Checks({title, checks}: {readonly title: string; readonly checks: ShownStep['before']}): ReactNode {
  if (checks.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {checks.map(({name, on, args}) => (
          <div key={`${name} ${on ?? ''} ${JSON.stringify(args)}`} className="mono">
            {[
              name,
              ...Object.entries(args).map(([key, value]) => `${key}=${String(value)}`),
              on === null ? '' : `@${on}`,
            ].join(' ')}
          </div>
        ))}
      </dd>
    </>
  );
}

/** What was seen, a row a candidate: shown before anything is asked. */
export function Evidence({evidence}: {readonly evidence: ShownEvidence}): ReactNode {
  const read = usePlanWords();
  return (
    <div className={style['evidence']}>
      <table className="plain">
        <thead>
          <tr>
            {evidence.head.map((title) => (
              <th scope="col" key={title}>
                {read(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {evidence.rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, column) => (
                <td key={`${evidence.head[column] ?? ''} ${cell}`}>{read(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
