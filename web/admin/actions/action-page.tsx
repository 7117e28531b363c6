// One action: what it is told, its plan, its confirmation. Nothing can be confirmed before its plan was shown.

import {Button} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import type {ActionInput, Offer, PlanAnswer} from '../../shared/api/actions.ts';
import {askOffers, askPlan} from '../../shared/api/actions.ts';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {FailureNote, Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {DangerMark} from '../../shared/plan/danger-mark.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {Link, useRoute} from '../../shared/route/router.tsx';
import {headOf} from '../../shared/words/head-of.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import {ActionFields, inputOf, missingIn} from './action-fields.tsx';
import {PlanPanel} from './plan-panel.tsx';

export function ActionPage({id}: {readonly id: string}): ReactNode {
  const say = useSay();
  const resource = useResource(askOffers());
  return (
    <Asked resource={resource} lines={6}>
      {(offers) => {
        const offer = offers.find((one) => one.id === id);
        if (offer !== undefined) return <OneAction offer={offer} />;
        return <PageHead title={say('actions.unknown', {id})} lead={<Link to="actions">{say('actions.all')}</Link>} />;
      }}
    </Asked>
  );
}

type Stage =
  | {readonly kind: 'asking'}
  | {readonly kind: 'planning'}
  | {readonly kind: 'failed'; readonly failure: Failure}
  | {readonly kind: 'planned'; readonly input: ActionInput; readonly answer: PlanAnswer};

function OneAction({offer}: {readonly offer: Offer}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const {query} = useRoute();
  const [stage, setStage] = useState<Stage>({kind: 'asking'});
  const [fault, setFault] = useState<string | null>(null);
  const plan = async (input: ActionInput): Promise<void> => {
    setStage({kind: 'planning'});
    const answer = await ask(askPlan(offer.id, input));
    setStage(
      answer.kind === 'ok' ? {kind: 'planned', input, answer: answer.value} : {kind: 'failed', failure: answer.failure},
    );
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const input = inputOf(offer, new FormData(event.currentTarget));
    const missing = missingIn(offer, input);
    setFault(missing);
    if (missing === null) void plan(input);
  };
  return (
    <>
      <PageHead title={headOf(offer.title[language])} lead={offer.explain[language]}>
        <DangerMark danger={offer.danger} />
      </PageHead>
      <div className="stack">
        <Panel title={say('actions.fields')}>
          <form
            onSubmit={submit}
            onChange={() => stage.kind === 'planned' && setStage({kind: 'asking'})}
            className="stack"
            noValidate
          >
            <ActionFields offer={offer} given={query} missing={fault} />
            <div>
              <Button type="submit" loading={stage.kind === 'planning'}>
                {say('actions.show-plan')}
              </Button>
            </div>
          </form>
        </Panel>
        {stage.kind === 'planning' && <Note level="info">{say('actions.planning')}</Note>}
        {stage.kind === 'failed' && <FailureNote failure={stage.failure} />}
        {stage.kind === 'planned' && (
          <PlanPanel offer={offer} input={stage.input} answer={stage.answer} again={() => void plan(stage.input)} />
        )}
      </div>
    </>
  );
}
