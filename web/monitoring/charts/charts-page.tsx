// Charts with history.

import type {ReactNode} from 'react';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {useSay} from '../../shared/words/use-words.tsx';

export function ChartsPage(): ReactNode {
  const say = useSay();
  return <PageHead title={say('charts.title')} lead={say('charts.lead')} />;
}
