// What came of asking for a plan: the plan with its confirmation, or the refusal with every condition that is not met.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import type {ActionInput, Offer, PlanAnswer, Planned} from '../../shared/api/actions.ts';
import {runPlan} from '../../shared/api/actions.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {FindingList} from '../../shared/findings/finding-list.tsx';
import {CommandLine} from '../../shared/kit/command-line.tsx';
import {FailureNote, Note} from '../../shared/kit/failure-note.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {DangerMark} from '../../shared/plan/danger-mark.tsx';
import {asFindings} from '../../shared/plan/plan-findings.ts';
import {Evidence, PlanView} from '../../shared/plan/plan-view.tsx';
import {usePlanWords} from '../../shared/plan/use-plan-words.ts';
import {useRoute} from '../../shared/route/router.tsx';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import {commandOf} from './command-of.ts';
import {Confirm} from './confirm.tsx';

type PlanPanelProps = {
  readonly offer: Offer;
  readonly input: ActionInput;
  readonly answer: PlanAnswer;
  readonly again: () => void;
};

export function PlanPanel({offer, input, answer, again}: PlanPanelProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const read = usePlanWords();
  const button = (
    <Button variant="default" size="compact-xs" onClick={again}>
      {say('plan.again')}
    </Button>
  );
  if (answer.kind === 'refusal') {
    return (
      <Panel title={say('plan.refused-heading')} tone="critical" aside={button}>
        <p>{say('plan.refused-lead')}</p>
        {answer.evidence !== null && <Evidence evidence={answer.evidence} />}
        <FindingList findings={asFindings(answer.findings, language)} />
      </Panel>
    );
  }
  const {plan} = answer;
  const tone = plan.danger === 'safe' ? undefined : plan.danger === 'disruptive' ? 'warning' : 'critical';
  return (
    <Panel
      title={`${say('plan.heading')}: ${read(plan.title)}`}
      tone={tone}
      aside={
        <>
          <DangerMark danger={plan.danger} />
          {button}
        </>
      }
    >
      {answer.kind === 'needs-evidence' && answer.why !== null && (
        <Note level="warning">{say('plan.evidence', {why: answer.why})}</Note>
      )}
      <PlanView plan={plan} />
      <RunIt offer={offer} input={input} planned={answer} />
    </Panel>
  );
}

type RunItProps = {readonly offer: Offer; readonly input: ActionInput; readonly planned: Planned};

function RunIt({offer, input, planned}: RunItProps): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const {plan, planHash, confirmation, why, lockedBy} = planned;
  const [holder] = lockedBy;
  if (confirmation === 'terminal') {
    const command = commandOf(offer, input, plan);
    return (
      <Note level="critical">
        <p style={{margin: '0 0 0.5rem'}}>{say('plan.terminal', {why: why ?? say(`danger.${plan.danger}`)})}</p>
        <CommandLine title={say('plan.terminal-do')} command={command} />
      </Note>
    );
  }
  if (holder !== undefined) {
    return <Note level="warning">{say('plan.locked', {operator: holder.operator, title: holder.title})}</Note>;
  }
  const run = async (confirmed: {readonly confirm?: string; readonly reason?: string}): Promise<void> => {
    setBusy(true);
    const answer = await ask(runPlan(offer.id, input, {planHash, ...confirmed}));
    setBusy(false);
    if (answer.kind === 'ok') go(`runs/${encodeURIComponent(answer.value.runId)}`);
    else setFailure(answer.failure);
  };
  return (
    <>
      {failure !== null && <FailureNote failure={failure} />}
      <Confirm plan={plan} typed={confirmation === 'target'} busy={busy} run={(confirmed) => void run(confirmed)} />
    </>
  );
}
