// Submitting a job: a script written here or chosen from the computer, and the options that most jobs need.

import {Button} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {submitJob} from '../../shared/api/jobs.ts';
import {FailureNote, Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useRoute} from '../../shared/route/router.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {readDraft, writeDraft} from './draft.ts';
import {OptionFields, optionsOf} from './option-fields.tsx';
import {ScriptField} from './script-field.tsx';
import style from './submit-page.module.css';

export function SubmitPage(): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const {account} = useSession();
  const [script, setScript] = useState(readDraft);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (account.unix === null) return <Note level="warning">{say('profile.no-unix')}</Note>;

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const options = optionsOf(new FormData(event.currentTarget));
    if (!script.startsWith('#!')) {
      setFault(say('submit.no-shebang'));
      return;
    }
    setFault(null);
    setBusy(true);
    const answer = await ask(submitJob(script.replaceAll('\r\n', '\n'), options));
    setBusy(false);
    if (answer.kind === 'ok') go(`jobs/${encodeURIComponent(answer.value.id)}`);
    else setFailure(answer.failure);
  };

  return (
    <>
      <PageHead title={say('submit.title')} lead={say('submit.lead')} />
      <form className={style['columns']} onSubmit={(event) => void submit(event)} noValidate>
        <Panel title={say('submit.script')}>
          <ScriptField
            script={script}
            fault={fault}
            change={(next) => {
              setScript(next);
              writeDraft(next);
            }}
          />
        </Panel>
        <Panel title={say('submit.options')}>
          <OptionFields />
          {failure !== null && <FailureNote failure={failure} />}
          <Button type="submit" loading={busy} mt="md" fullWidth>
            {say('submit.button')}
          </Button>
        </Panel>
      </form>
    </>
  );
}
