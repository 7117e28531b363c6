// Compute nodes: those that the configuration names, and any others by their names or ranges, as Slurm writes them.

import {Button, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {askConfig, type ComputeNode, computeNodes} from '../../shared/api/config.ts';
import {mayAs} from '../../shared/api/session.ts';
import type {Status} from '../../shared/api/status.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {type Column, DataTable} from '../../shared/kit/data-table.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useRoute} from '../../shared/route/router.tsx';
import {useSession} from '../../shared/session/use-session.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {ActionButton} from './action-button.tsx';
import style from './compute-panel.module.css';

export function ComputePanel({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  const {account} = useSession();
  const {nodesTotal, nodesDown} = status.services['slurm']?.facts ?? {nodesTotal: null, nodesDown: null};
  const known = typeof nodesTotal === 'number' && typeof nodesDown === 'number';
  return (
    <Panel
      title={say('nodes.compute')}
      flush
      aside={known ? <span>{say('glance.nodes-of', {up: nodesTotal - nodesDown, total: nodesTotal})}</span> : undefined}
    >
      {/* The configuration is shown to administrators alone. */}
      {mayAs(account.role, 'admin') && <NamedNodes />}
      <ByName />
    </Panel>
  );
}

function NamedNodes(): ReactNode {
  const say = useSay();
  const resource = useResource(askConfig());
  const columns: readonly Column<ComputeNode>[] = [
    {title: say('nodes.name'), cell: ({hostname}) => <b>{hostname}</b>},
    {title: say('nodes.address'), cell: ({address}) => address},
    {title: say('actions.title'), buttons: true, cell: ({hostname}) => <NodeButtons name={hostname} />},
  ];
  return (
    <Asked resource={resource} lines={2}>
      {(config) => {
        const nodes = computeNodes(config);
        if (nodes.length === 0) return <Nothing>{say('nodes.none')}</Nothing>;
        return <DataTable headless columns={columns} rows={nodes} keyOf={({hostname}) => hostname} />;
      }}
    </Asked>
  );
}

function NodeButtons({name}: {readonly name: string}): ReactNode {
  const say = useSay();
  return (['drain', 'resume'] as const).map((mode) => (
    <ActionButton key={mode} action="slurm-node" input={{nodes: name, mode}} label={say(`nodes.${mode}-of`, {name})}>
      {say(`nodes.${mode}`)}
    </ActionButton>
  ));
}

function ByName(): ReactNode {
  const say = useSay();
  const {go} = useRoute();
  const [nodes, setNodes] = useState('');
  const to = (mode: 'drain' | 'resume'): void =>
    go(`actions/slurm-node?${new URLSearchParams({nodes: nodes.trim(), mode})}`);
  return (
    <div className={style['several']}>
      <TextInput
        label={say('nodes.several')}
        placeholder={say('nodes.which')}
        value={nodes}
        onChange={(event) => setNodes(event.currentTarget.value)}
        spellCheck={false}
        autoCapitalize="none"
      />
      <Button variant="default" disabled={nodes.trim() === ''} onClick={() => to('drain')}>
        {say('nodes.drain')}
      </Button>
      <Button variant="default" disabled={nodes.trim() === ''} onClick={() => to('resume')}>
        {say('nodes.resume')}
      </Button>
    </div>
  );
}
