// Everything that was read of a service: a row a fact, a column a controller; what is lost is shown as old.

import type {ReactNode} from 'react';
import {formatAge} from '../../../src/model/quantity.ts';
import type {CellStatus, ServiceStatus} from '../../shared/api/status.ts';
import {factTitle, factValue} from '../../shared/facts/fact-words.ts';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './fact-table.module.css';

type FactTableProps = {readonly name: string; readonly service: ServiceStatus; readonly now: number};

export function FactTable({name, service, now}: FactTableProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const cells = Object.entries(service.controllers);
  const keys = [...new Set(cells.flatMap(([, cell]) => Object.keys(cell.facts)))];
  return (
    <table className={`plain ${style['facts']}`}>
      <thead>
        <tr>
          <th scope="col">{say('services.fact')}</th>
          {cells.map(([host]) => (
            <th scope="col" key={host}>
              {host}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{say('service.state')}</th>
          {cells.map(([host, cell]) => (
            <td key={host}>
              <LevelMark level={cell.verdict} word={spokenWord(language, cell.word)} />
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{say('service.as-of')}</th>
          {cells.map(([host, cell]) => (
            <td key={host}>{readAt(cell, now, say('frame.never'), (age) => say('frame.ago', {age}))}</td>
          ))}
        </tr>
        {keys.map((key) => (
          <tr key={key}>
            <th scope="row">{factTitle(name, key, language)}</th>
            {cells.map(([host, cell]) => (
              <td key={host} className={cell.reading === 'lost' ? 'old' : undefined}>
                {factValue(key, cell.facts[key], language)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function readAt({at}: CellStatus, now: number, never: string, ago: (age: string) => string): string {
  return at === null ? never : ago(formatAge(Math.max(0, now - at)));
}
