// The matrix: a row a service, a column a controller, what each may still lose, and its own line.

import type {ReactNode} from 'react';
import {formatAge} from '../../../src/model/quantity.ts';
import type {ServiceId} from '../../../src/model/service.ts';
import {services} from '../../../src/model/service.ts';
import type {CellStatus, Status} from '../../shared/api/status.ts';
import {LevelMark, LevelSign} from '../../shared/kit/level-mark.tsx';
import {bestTolerance, Pips} from '../../shared/kit/pips.tsx';
import {Link} from '../../shared/route/router.tsx';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './matrix.module.css';

export function Matrix({status}: {readonly status: Status}): ReactNode {
  const say = useSay();
  const hosts = Object.keys(status.controllers);
  return (
    <div className={style['place']}>
      <table className={style['matrix']}>
        <thead>
          <tr>
            <th scope="col">{say('matrix.service')}</th>
            {hosts.map((host) => (
              <th scope="col" key={host} className={style['host']}>
                <HostHead host={host} status={status} />
              </th>
            ))}
            <th scope="col">{say('matrix.may-lose')}</th>
            <th scope="col">{say('matrix.line')}</th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <ServiceRow key={service} service={service} hosts={hosts} status={status} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A controller that does not answer is marked over its column, so that one glance tells a machine from a service. */
function HostHead({host, status}: {readonly host: string; readonly status: Status}): ReactNode {
  const controller = status.controllers[host];
  const owner = status.vip.owners.includes(host);
  return (
    <>
      <span className={style['name']}>
        {controller?.reach === 'lost' && <LevelSign level={controller.confirmed_lost ? 'critical' : 'unknown'} />}
        {host}
        {owner && <span className={style['vip']}>VIP</span>}
      </span>
      <span className={style['address']}>{controller?.address}</span>
    </>
  );
}

type ServiceRowProps = {readonly service: ServiceId; readonly hosts: readonly string[]; readonly status: Status};

function ServiceRow({service, hosts, status}: ServiceRowProps): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const verdict = status.services[service];
  if (verdict === undefined) return null;
  const members = Object.values(verdict.controllers).filter((cell) => cell.verdict !== 'none').length;
  const left = status.tolerance[service];
  return (
    <tr data-level={verdict.verdict}>
      <th scope="row">
        <Link to={`services/${service}`}>{say(`service.title.${service}`)}</Link>
        <LevelMark level={verdict.verdict} />
      </th>
      {hosts.map((host) => (
        <td key={host} data-label={host}>
          <HostCell cell={verdict.controllers[host]} now={status.at} />
        </td>
      ))}
      <td data-label={say('matrix.may-lose')}>
        {left === undefined ? (
          <span className="quiet">–</span>
        ) : (
          <Pips left={left} best={bestTolerance(service, members)} />
        )}
      </td>
      <td className={style['line']} data-label="">
        {spokenWord(language, verdict.line)}
      </td>
    </tr>
  );
}

/** What was lost says for how long, and what it said last stands behind it, dimmed. */
function HostCell({cell, now}: {readonly cell: CellStatus | undefined; readonly now: number}): ReactNode {
  const say = useSay();
  const {language} = useWords();
  if (cell === undefined) return <span className="quiet">{say('cell.nothing')}</span>;
  const word = spokenWord(language, cell.word);
  if (cell.reading !== 'lost')
    return <LevelMark level={cell.verdict} word={word === '' ? say(`level.${cell.verdict}`) : word} />;
  const lost =
    cell.at === null ? say('cell.lost-never') : say('cell.lost', {age: formatAge(Math.max(0, now - cell.at))});
  return <LevelMark level={cell.verdict === 'ok' ? 'unknown' : cell.verdict} word={lost} />;
}
