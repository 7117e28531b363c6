// A command to be run in a terminal, with a button that copies it.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {useSay} from '../words/use-words.tsx';
import style from './command-line.module.css';

export function CommandLine({title, command}: {readonly title?: string; readonly command: string}): ReactNode {
  const say = useSay();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(command).then(
      () => setCopied(true),
      // A browser that refuses leaves the text to be marked by hand.
      () => setCopied(false),
    );
  };
  return (
    <div className={style['place']}>
      {title !== undefined && <span className="quiet">{title}</span>}
      <span className={style['line']}>
        <code>{command}</code>
        <Button variant="subtle" size="compact-xs" onClick={copy}>
          {say(copied ? 'frame.copied' : 'frame.copy')}
        </Button>
      </span>
    </div>
  );
}
