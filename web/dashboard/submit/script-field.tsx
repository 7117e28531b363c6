// The editor of the script: a plain text field, so that every keyboard and every reader of screens works in it.

import {Button, FileButton, Group, Textarea} from '@mantine/core';
import type {KeyboardEvent, ReactNode} from 'react';
import {useState} from 'react';
import {formatBytes} from '../../../src/model/quantity.ts';
import {useSay} from '../../shared/words/use-words.tsx';

/** What slurmctld takes by default (slurm.conf manual, max_script_size). */
const longestBytes = 4 * 1024 * 1024;

type ScriptFieldProps = {
  readonly script: string;
  readonly fault: string | null;
  readonly change: (script: string) => void;
};

export function ScriptField({script, fault, change}: ScriptFieldProps): ReactNode {
  const say = useSay();
  const [tooLarge, setTooLarge] = useState(false);
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setTooLarge(file.size > longestBytes);
    if (file.size <= longestBytes) change(await file.text());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
  };
  return (
    <>
      <Textarea
        label={say('submit.script')}
        description={say('submit.script-rule')}
        error={tooLarge ? say('submit.too-large', {limit: formatBytes(longestBytes)}) : fault}
        value={script}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={press}
        rows={20}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        styles={{
          input: {
            fontFamily: 'var(--mono)',
            fontSize: '0.85rem',
            lineHeight: 1.5,
            whiteSpace: 'pre',
            overflowX: 'auto',
          },
        }}
      />
      <Group justify="space-between" mt="xs">
        <FileButton onChange={(file) => void choose(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {say('submit.choose')}
            </Button>
          )}
        </FileButton>
        <span className="quiet">{say('submit.keys')}</span>
      </Group>
    </>
  );
}
