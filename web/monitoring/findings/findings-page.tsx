// All findings worst first, with a filter by level and by word.

import {TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {FindingLevel} from '../../../src/model/level.ts';
import type {FindingStatus} from '../../shared/api/status.ts';
import {FindingList} from '../../shared/findings/finding-list.tsx';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {ChoiceRow} from '../../shared/kit/choice-row.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {spokenFinding} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';

const levels = ['all', 'critical', 'unknown', 'warning', 'info'] as const;

export function FindingsPage(): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const [level, setLevel] = useState<(typeof levels)[number]>('all');
  const [text, setText] = useState('');
  const fits = (finding: FindingStatus): boolean =>
    (level === 'all' || finding.level === level) &&
    `${finding.code} ${finding.where} ${finding.service ?? ''} ${spokenFinding(language, finding)}`
      .toLowerCase()
      .includes(text.trim().toLowerCase());
  const word = (one: FindingLevel | 'all'): string => (one === 'all' ? say('frame.all') : say(`level.${one}`));
  return (
    <>
      <PageHead title={say('findings.title')} lead={say('findings.lead')}>
        <TextInput
          data-filter
          type="search"
          aria-label={say('findings.filter')}
          placeholder={say('findings.filter')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ChoiceRow label={say('findings.level')} options={levels} word={word} chosen={level} choose={setLevel} />
      </PageHead>
      <LiveBody>
        {({findings}) => {
          const shown = findings.filter(fits);
          const hidden = findings.length - shown.length;
          return (
            <Panel
              title={say('findings.title')}
              flush
              aside={hidden > 0 && <span>{say('findings.hidden', {count: hidden})}</span>}
            >
              {shown.length === 0 && hidden > 0 ? (
                <Nothing>{say('findings.hidden', {count: hidden})}</Nothing>
              ) : (
                <FindingList findings={shown} />
              )}
            </Panel>
          );
        }}
      </LiveBody>
    </>
  );
}
