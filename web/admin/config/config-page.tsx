// The configuration as the controllers know it, a row a value; secrets arrive masked.

import {TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {askConfig, configRows} from '../../shared/api/config.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';

export function ConfigPage(): ReactNode {
  const say = useSay();
  const [text, setText] = useState('');
  const resource = useResource(askConfig());
  const wanted = text.trim().toLowerCase();
  return (
    <>
      <PageHead title={say('config.page')} lead={say('config.lead')}>
        <TextInput
          data-filter
          type="search"
          aria-label={say('config.filter')}
          placeholder={say('config.filter')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </PageHead>
      <Asked resource={resource} lines={12}>
        {(config) => (
          <Panel title={say('config.page')} flush>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{say('config.key')}</th>
                  <th scope="col">{say('config.value')}</th>
                </tr>
              </thead>
              <tbody>
                {configRows(config)
                  .filter(({key, value}) => `${key} ${value}`.toLowerCase().includes(wanted))
                  .map(({key, value}) => (
                    <tr key={key}>
                      <td className="mono quiet">{key}</td>
                      <td className="mono">{value}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Panel>
        )}
      </Asked>
    </>
  );
}
