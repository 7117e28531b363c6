// Makes a folder.

import {Button, Group, Modal, TextInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {inFolder, makeFolder} from '../../shared/api/files.ts';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {useSay} from '../../shared/words/use-words.tsx';

export function NewFolder({folder, made}: {readonly folder: string; readonly made: () => void}): ReactNode {
  const say = useSay();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = (): void => {
    setAsking(false);
    setFailure(null);
  };
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (name === '') return;
    const answer = await ask(makeFolder(inFolder(folder, name)));
    if (answer.kind === 'failed') {
      setFailure(answer.failure);
      return;
    }
    close();
    made();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {say('files.new-folder')}
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title={say('files.new-folder')}
        closeButtonProps={{'aria-label': say('frame.close')}}
      >
        <form onSubmit={(event) => void submit(event)}>
          <TextInput name="name" label={say('files.folder-name')} maxLength={255} data-autofocus spellCheck={false} />
          {failure !== null && <FailureNote failure={failure} />}
          <Group justify="flex-end" mt="lg">
            <Button type="submit">{say('files.make')}</Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
