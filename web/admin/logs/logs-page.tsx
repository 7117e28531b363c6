// The journals of the controllers, with filters.

import {NativeSelect, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {priorityNames} from '../../../src/model/log-line.ts';
import type {LogLine, Logs} from '../../shared/api/logs.ts';
import {askLogs, logSpans} from '../../shared/api/logs.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {Asked} from '../../shared/kit/asked.tsx';
import {ChoiceRow} from '../../shared/kit/choice-row.tsx';
import {Note} from '../../shared/kit/failure-note.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useLive} from '../../shared/live/use-live.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import style from './logs-page.module.css';

export function LogsPage(): ReactNode {
  const say = useSay();
  const [span, setSpan] = useState<(typeof logSpans)[number]>('recent');
  const [priority, setPriority] = useState(6);
  const [text, setText] = useState('');
  const [host, setHost] = useState('all');
  const {status} = useLive();
  const hosts = Object.keys(status?.controllers ?? {});
  const resource = useResource(askLogs({span, priority, host}), 10);
  const fits = (line: LogLine): boolean =>
    `${line.unit} ${line.text}`.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <>
      <PageHead title={say('logs.page')} lead={say('logs.lead')}>
        <TextInput
          data-filter
          type="search"
          aria-label={say('logs.filter')}
          placeholder={say('logs.filter')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ChoiceRow
          label={say('charts.range')}
          options={logSpans}
          word={(one) => say(`logs.span-${one}`)}
          chosen={span}
          choose={setSpan}
        />
        <NativeSelect
          aria-label={say('logs.host')}
          value={host}
          onChange={(event) => setHost(event.currentTarget.value)}
          data={[{value: 'all', label: say('logs.all-hosts')}, ...hosts.map((name) => ({value: name, label: name}))]}
        />
        <NativeSelect
          aria-label={say('logs.level')}
          value={String(priority)}
          onChange={(event) => setPriority(Number(event.currentTarget.value))}
          data={priorityNames.map((name, index) => ({value: String(index), label: name}))}
        />
      </PageHead>
      <Asked resource={resource} lines={12}>
        {(logs) => <Lines logs={{...logs, lines: logs.lines.filter(fits)}} />}
      </Asked>
    </>
  );
}

/** Whose journal is missing stands above the lines: without it they would look like all there is. */
function Lines({logs: {host, lines, cut, hosts}}: {readonly logs: Logs}): ReactNode {
  const say = useSay();
  const lost = hosts.filter(({why}) => why !== null);
  const of = host === 'all' ? say('logs.all-hosts') : host;
  return (
    <div className="stack">
      {lost.map((one) => (
        <Note key={one.host} level="warning">
          {say('logs.unheard', {host: one.host, why: one.why ?? ''})}
        </Note>
      ))}
      {lines.length === 0 ? <Nothing>{say('logs.empty')}</Nothing> : <LineTable of={of} lines={lines} cut={cut} />}
    </div>
  );
}

function LineTable({of, lines, cut}: Pick<Logs, 'lines' | 'cut'> & {readonly of: string}): ReactNode {
  const say = useSay();
  return (
    <Panel
      title={say('logs.of', {host: of})}
      flush
      aside={cut && <span>{say('logs.cut', {count: lines.length})}</span>}
    >
      <table className={`plain cards ${style['lines']}`}>
        <thead>
          <tr>
            <th scope="col">{say('logs.time')}</th>
            <th scope="col">{say('logs.host')}</th>
            <th scope="col">{say('logs.unit')}</th>
            <th scope="col">{say('logs.text')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.at} ${line.host} ${line.unit} ${line.text}`} data-priority={line.priority}>
              <td className="nowrap">{momentText(line.at)}</td>
              <td>{line.host}</td>
              <td>{line.unit}</td>
              <td>
                <span className={style['priority']}>{priorityNames[line.priority] ?? line.priority}</span> {line.text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
