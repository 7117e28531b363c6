// All services, each a door to its own page.

import type {ReactNode} from 'react';
import {services} from '../../../src/model/service.ts';
import {LiveBody} from '../../shared/frame/live-body.tsx';
import {LevelMark} from '../../shared/kit/level-mark.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {Link} from '../../shared/route/router.tsx';
import {spokenWord} from '../../shared/words/spoken.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './services-page.module.css';

export function ServicesPage(): ReactNode {
  const say = useSay();
  const {language} = useWords();
  return (
    <>
      <PageHead title={say('services.title')} />
      <LiveBody>
        {(status) => (
          <ul className={style['doors']}>
            {services.map((name) => {
              const service = status.services[name];
              if (service === undefined) return null;
              return (
                <li key={name} data-level={service.verdict}>
                  <Link to={`services/${name}`}>{say(`service.title.${name}`)}</Link>
                  <LevelMark level={service.verdict} />
                  <p>{spokenWord(language, service.line)}</p>
                </li>
              );
            })}
          </ul>
        )}
      </LiveBody>
    </>
  );
}
