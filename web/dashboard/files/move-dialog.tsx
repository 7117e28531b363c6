// Moves or renames: the new place as a path.

import {Button, Group, Modal, TextInput} from '@mantine/core';
import type {FormEvent, ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import {moveEntry} from '../../shared/api/files.ts';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import type {EntryDialogProps} from './delete-dialog.tsx';

export function MoveDialog({entry, close, done}: EntryDialogProps): ReactNode {
  const say = useSay();
  const [to, setTo] = useState(entry.path);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await ask(moveEntry(entry.path, to.trim()));
    setBusy(false);
    if (answer.kind === 'ok') done();
    else setFailure(answer.failure);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={say('files.move-of', {name: entry.name})}
      size="lg"
      closeButtonProps={{'aria-label': say('frame.close')}}
    >
      <form onSubmit={(event) => void submit(event)}>
        <TextInput
          label={say('files.move-to')}
          description={say('files.move-rule')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          spellCheck={false}
          data-autofocus
        />
        {failure !== null && <FailureNote failure={failure} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {say('frame.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={to.trim() === entry.path || to.trim() === ''}>
            {say('files.move')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
