// Asks once more before something is deleted; a folder with all that is in it needs its own tick.

import {Button, Checkbox, Group, Modal} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {ask} from '../../shared/api/ask.ts';
import type {Failure} from '../../shared/api/failure.ts';
import type {Entry} from '../../shared/api/files.ts';
import {deleteEntry} from '../../shared/api/files.ts';
import {FailureNote} from '../../shared/kit/failure-note.tsx';
import {useSay} from '../../shared/words/use-words.tsx';

export type EntryDialogProps = {readonly entry: Entry; readonly close: () => void; readonly done: () => void};

export function DeleteDialog({entry, close, done}: EntryDialogProps): ReactNode {
  const say = useSay();
  const [recursive, setRecursive] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const folder = entry.kind === 'folder';
  const remove = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(deleteEntry(entry.path, folder && recursive));
    setBusy(false);
    if (answer.kind === 'ok') done();
    else setFailure(answer.failure);
  };
  return (
    <Modal opened onClose={close} title={say('files.delete')} closeButtonProps={{'aria-label': say('frame.close')}}>
      <p>{say(folder ? 'files.delete-folder' : 'files.delete-ask', {name: entry.name})}</p>
      {folder && (
        <Checkbox
          label={say('files.delete-all')}
          checked={recursive}
          onChange={(event) => setRecursive(event.currentTarget.checked)}
        />
      )}
      {failure !== null && <FailureNote failure={failure} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {say('files.keep')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void remove()}>
          {say('files.delete')}
        </Button>
      </Group>
    </Modal>
  );
}
