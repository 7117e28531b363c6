// Compute nodes: those that the configuration names, and any others by their names or ranges, as Slurm writes them.

import {Button, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import {useState} from 'react';
import {askConfig, computeNodes} from '../../shared/api/config.ts';
import {mayAs} from '../../shared/api/session.ts';
import type {Status} from '../../shared/api/status.ts';
import {Asked} from '../../shared/kit/asked.tsx';
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
  return (
    <Asked resource={resource} lines={2}>
      {(config) => {
        const nodes = computeNodes(config);
        if (nodes.length === 0) return <Nothing>{say('nodes.none')}</Nothing>;
        return (
          <table className="plain cards">
            <tbody>
              {nodes.map(({hostname, address}) => (
                <tr key={hostname}>
                  <td data-label={say('nodes.name')}>
                    <b>{hostname}</b>
                  </td>
                  <td data-label={say('nodes.address')}>{address}</td>
                  <td className="end nowrap">
                    <ActionButton
                      action="slurm-node"
                      input={{nodes: hostname, mode: 'drain'}}
                      label={say('nodes.drain-of', {name: hostname})}
                    >
                      {say('nodes.drain')}
                    </ActionButton>
                    <ActionButton
                      action="slurm-node"
                      input={{nodes: hostname, mode: 'resume'}}
                      label={say('nodes.resume-of', {name: hostname})}
                    >
                      {say('nodes.resume')}
                    </ActionButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      }}
    </Asked>
  );
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
