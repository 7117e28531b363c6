// Controllers and compute nodes, and the ways to take one out of service and back: each leads to its plan.

import type {ReactNode} from 'react';
import type {Status} from '../../shared/api/status.ts';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Panel} from '../../shared/kit/panel.tsx';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import {ActionButton} from './action-button.tsx';
import {ComputePanel} from './compute-panel.tsx';

export function NodesPage(): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('nodes.title')} lead={say('nodes.lead')} />
      <LiveBody>
        {(status) => (
          <div className="stack">
            <Panel title={say('nodes.controllers')} flush>
              <Controllers status={status} />
            </Panel>
            <ComputePanel status={status} />
          </div>
        )}
      </LiveBody>
    </>
  );
}

function Controllers({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  return (
    <table className="plain cards">
      <thead>
        <tr>
          <th scope="col">{say('nodes.name')}</th>
          <th scope="col">{say('nodes.address')}</th>
          <th scope="col">{say('job.state')}</th>
          <th scope="col">{say('nodes.services')}</th>
          <th scope="col">
            <span className="visually-hidden">{say('actions.title')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(status.controllers).map(([host, {address, reach, confirmed_lost}]) => (
          <tr key={host}>
            <td data-label={say('nodes.name')}>
              <b>{host}</b>
              {status.vip.owners.includes(host) && <span className="quiet"> VIP</span>}
            </td>
            <td data-label={say('nodes.address')}>{address}</td>
            <td data-label={say('job.state')}>
              {reach === 'seen' ? (
                <LevelMark level="ok" word={say('nodes.answers')} />
              ) : (
                <LevelMark
                  level={confirmed_lost ? 'critical' : 'unknown'}
                  word={say(confirmed_lost ? 'glance.confirmed-lost' : 'glance.no-answer')}
                />
              )}
            </td>
            <td data-label={say('nodes.services')}>
              <HostServices host={host} status={status} />
            </td>
            <td className="end nowrap">
              <ActionButton action="maintenance" input={{host, mode: 'on'}} label={say('nodes.out-of', {name: host})}>
                {say('nodes.out')}
              </ActionButton>
              <ActionButton action="maintenance" input={{host, mode: 'off'}} label={say('nodes.back-of', {name: host})}>
                {say('nodes.back')}
              </ActionButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Only what is not well is named: the matrix has all. */
function HostServices({host, status}: {readonly host: string; readonly status: Status}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const cells = Object.entries(status.services).flatMap(([name, service]) => {
    const cell = service.controllers[host];
    return cell === undefined || cell.verdict === 'none' ? [] : [{name, cell}];
  });
  const bad = cells.filter(({cell}) => cell.verdict !== 'ok');
  if (bad.length === 0) return <LevelMark level="ok" word={`${cells.length} ${say('level.ok')}`} />;
  return bad.map(({name, cell}) => (
    <div key={name}>
      <LevelMark level={cell.verdict} word={`${name}: ${spokenWord(language, cell.word)}`} />
    </div>
  ));
}
