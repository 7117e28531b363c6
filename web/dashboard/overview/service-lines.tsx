// A line a service: its level, what it says of itself, and how many more controllers it can lose.

import type {ReactNode} from 'react';
import {services} from '../../../src/model/service.ts';
import type {Status} from '../../shared/api/status.ts';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {bestTolerance, Pips} from '../../shared/kit/pips.tsx';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';

export function ServiceLines({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  return (
    <table className="plain">
      <thead className="visually-hidden">
        <tr>
          <th>{say('slurm.node-state')}</th>
          <th>{say('glance.services')}</th>
          <th>{say('matrix.may-lose')}</th>
        </tr>
      </thead>
      <tbody>
        {services.map((name) => {
          const service = status.services[name];
          if (service === undefined) return null;
          const members = Object.values(service.controllers).filter(({verdict}) => verdict !== 'none').length;
          const left = status.tolerance[name];
          return (
            <tr key={name}>
              <td className="nowrap">
                <LevelMark level={service.verdict} />
              </td>
              <td>
                <a href={`/monitoring/services/${name}`}>{say(`service.title.${name}`)}</a>
                <div className="quiet">{spokenWord(language, service.line)}</div>
              </td>
              <td className="nowrap">
                {left === undefined ? null : <Pips left={left} best={bestTolerance(name, members)} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
