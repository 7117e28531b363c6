// Findings worst first; each opens to its rule, its proof and what helps.

import type {ReactNode} from 'react';
import type {FindingStatus} from '../api/status.ts';
import {LevelMark} from '../kit/level-mark.tsx';
import {Nothing} from '../kit/panel.tsx';
import {RawText} from '../kit/raw-text.tsx';
import {spokenFinding, spokenRule} from '../words/spoken.ts';
import {useSay, useWords} from '../words/use-words.tsx';
import style from './finding-list.module.css';
import {Remedy} from './remedy.tsx';

type FindingListProps = {readonly findings: readonly FindingStatus[]; readonly limit?: number};

export function FindingList({findings, limit = 500}: FindingListProps): ReactNode {
  const say = useSay();
  if (findings.length === 0) return <Nothing>{say('finding.none')}</Nothing>;
  const left = findings.length - limit;
  return (
    <>
      <ul className={style['list']}>
        {findings.slice(0, limit).map((finding) => (
          <li key={`${finding.code}@${finding.where}@${JSON.stringify(finding.params)}`}>
            <OneFinding finding={finding} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Nothing>
          <a href="/monitoring/findings">{say('finding.more', {count: left})}</a>
        </Nothing>
      )}
    </>
  );
}

function OneFinding({finding}: {readonly finding: FindingStatus}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  return (
    <details className={style['finding']} data-level={finding.level}>
      <summary>
        <span className={style['level']}>
          <LevelMark level={finding.level} />
        </span>
        <span className={style['what']}>{spokenFinding(language, finding)}</span>
        <span className={style['where']}>{finding.where === 'cluster' ? say('finding.cluster') : finding.where}</span>
      </summary>
      <Proof finding={finding} />
    </details>
  );
}

function Proof({finding}: {readonly finding: FindingStatus}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const rule = spokenRule(language, finding.code);
  return (
    <dl className={style['proof']}>
      {rule !== undefined && (
        <>
          <dt>{say('finding.rule')}</dt>
          <dd>{rule}</dd>
        </>
      )}
      <dt>{say('finding.code')}</dt>
      <dd className="mono">
        {finding.code} @ {finding.where}
      </dd>
      {finding.remedy !== null && (
        <>
          <dt>{say('finding.remedy')}</dt>
          <dd>
            <Remedy remedy={finding.remedy} />
          </dd>
        </>
      )}
      <dt>{say('finding.evidence')}</dt>
      <dd>
        {finding.evidence === '' ? (
          say('finding.no-evidence')
        ) : (
          <RawText title={say('finding.evidence')} text={finding.evidence} />
        )}
      </dd>
    </dl>
  );
}
