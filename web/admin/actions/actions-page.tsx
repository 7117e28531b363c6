// Every action there is: what it does, and the worst that its plan may turn out to be.

import type {ReactNode} from 'react';
import {askOffers} from '../../shared/api/actions.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {DangerMark} from '../../shared/plan/danger-mark.tsx';
import {useResource} from '../../shared/resource/use-resource.ts';
import {Link} from '../../shared/route/router.tsx';
import {headOf} from '../../shared/words/head-of.ts';
import {useSay, useWords} from '../../shared/words/use-words.tsx';
import style from './actions-page.module.css';

export function ActionsPage(): ReactNode {
  const say = useSay();
  const {language} = useWords();
  const resource = useResource(askOffers());
  return (
    <>
      <PageHead title={say('actions.page')} lead={say('actions.explain')} />
      <Asked resource={resource} lines={10}>
        {(offers) => (
          <ul className={style['offers']}>
            {offers.map((offer) => (
              <li key={offer.id}>
                <div className={style['head']}>
                  <Link to={`actions/${offer.id}`}>{headOf(offer.title[language])}</Link>
                  <DangerMark danger={offer.danger} />
                </div>
                <p>{offer.explain[language]}</p>
                <p className={style['foot']}>
                  <code>{offer.id}</code>
                  <span>{offer.services.length === 0 ? say('actions.whole') : offer.services.join(', ')}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </>
  );
}
