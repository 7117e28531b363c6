// The list of keys, after `?`.

import {Kbd, Modal} from '@mantine/core';
import type {ReactNode} from 'react';
import type {TextId} from '../words/catalogue.ts';
import {useSay} from '../words/use-words.tsx';
import style from './keys-dialog.module.css';
import type {PageEntry} from './page-entry.ts';

type KeysDialogProps = {readonly pages: readonly PageEntry[]; readonly opened: boolean; readonly close: () => void};

const general: readonly (readonly [readonly string[], TextId])[] = [
  [['/'], 'keys.filter'],
  [['shift', 'D'], 'keys.scheme'],
  [['?'], 'keys.help'],
  [['esc'], 'keys.leave'],
  [['tab'], 'keys.tab'],
];

export function KeysDialog({pages, opened, close}: KeysDialogProps): ReactNode {
  const say = useSay();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={say('keys.title')}
      closeButtonProps={{'aria-label': say('frame.close')}}
    >
      <dl className={style['keys']}>
        {pages.map(({word, title, key}) => (
          <div key={word}>
            <dt>
              <Kbd>g</Kbd> <Kbd>{key}</Kbd>
            </dt>
            <dd>{say(title)}</dd>
          </div>
        ))}
        {general.map(([keys, title]) => (
          <div key={title}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{say(title)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
