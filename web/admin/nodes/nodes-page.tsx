// Controllers and compute nodes, and the ways to take one out of service and back: each leads to its plan.

import type {ReactNode} from 'react';
import type {Status} from '../../shared/api/status.ts';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {type Column, DataTable} from '../../shared/kit/data-table.tsx';
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
  const columns: readonly Column<Controller>[] = [
    {
      title: say('nodes.name'),
      cell: ({host}) => (
        <>
          <b>{host}</b>
          {status.vip.owners.includes(host) && <span className="quiet"> VIP</span>}
        </>
      ),
    },
    {title: say('nodes.address'), cell: ({address}) => address},
    {title: say('job.state'), cell: (controller) => <Reach controller={controller} />},
    {title: say('nodes.services'), cell: ({host}) => <HostServices host={host} status={status} />},
    {title: say('actions.title'), buttons: true, cell: ({host}) => <Maintenance host={host} />},
  ];
  const rows = Object.entries(status.controllers).map(([host, controller]) => ({host, ...controller}));
  return <DataTable columns={columns} rows={rows} keyOf={({host}) => host} />;
}

type Controller = Status['controllers'][string] & {readonly host: string};

function Reach({controller: {reach, confirmed_lost}}: {readonly controller: Controller}): ReactNode {
  const say = useSay();
  if (reach === 'seen') return <LevelMark level="ok" word={say('nodes.answers')} />;
  const word = say(confirmed_lost ? 'glance.confirmed-lost' : 'glance.no-answer');
  return <LevelMark level={confirmed_lost ? 'critical' : 'unknown'} word={word} />;
}

function Maintenance({host}: {readonly host: string}): ReactNode {
  const say = useSay();
  return (
    <>
      <ActionButton action="maintenance" input={{host, mode: 'on'}} label={say('nodes.out-of', {name: host})}>
        {say('nodes.out')}
      </ActionButton>
      <ActionButton action="maintenance" input={{host, mode: 'off'}} label={say('nodes.back-of', {name: host})}>
        {say('nodes.back')}
      </ActionButton>
    </>
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
