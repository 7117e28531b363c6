// Charts with history: the figures that tell how a cluster went, over an hour, a day or a week.

import type {ReactNode} from 'react';
import {useEffect, useState} from 'react';
import {ChoiceRow} from '../../shared/kit/choice-row.tsx';
import {PageHead} from '../../shared/kit/page-head.tsx';
import {useRoute} from '../../shared/route/router.tsx';
import {useSay} from '../../shared/words/use-words.tsx';
import {charts} from './chart-table.ts';
import style from './charts-page.module.css';
import {HistoryChart} from './history-chart.tsx';

const ranges = ['hour', 'day', 'week'] as const;
const secondsOf = {hour: 3600, day: 24 * 3600, week: 7 * 24 * 3600} as const;
const services = ['all', 'cluster', 'host', 'glusterfs', 'mariadb', 'redis', 'slurm'] as const;

export function ChartsPage(): ReactNode {
  const say = useSay();
  const {query} = useRoute();
  const [range, setRange] = useState<(typeof ranges)[number]>('hour');
  const [service, setService] = useState(() => services.find((one) => one === query.get('service')) ?? 'all');
  const now = useMinute();
  const span = {from: now - secondsOf[range], to: now};
  return (
    <>
      <PageHead title={say('charts.title')} lead={say('charts.lead')}>
        <ChoiceRow
          label={say('matrix.service')}
          options={services}
          word={(one) => (one === 'all' ? say('frame.all') : one === 'cluster' ? say('chart.cluster') : one)}
          chosen={service}
          choose={setService}
        />
        <ChoiceRow
          label={say('charts.range')}
          options={ranges}
          word={(one) => say(`charts.${one}`)}
          chosen={range}
          choose={setRange}
        />
      </PageHead>
      <div className={style['charts']}>
        {charts
          .filter((chart) => service === 'all' || chart.service === service)
          .map((chart) => (
            <HistoryChart key={chart.title} chart={chart} span={span} />
          ))}
      </div>
    </>
  );
}

/** Seconds since 1970, in steps of thirty: charts that ask every second would cost more than they show. */
function useMinute(): number {
  const step = (): number => Math.floor(Date.now() / 30_000) * 30;
  const [now, setNow] = useState(step);
  useEffect(() => {
    const timer = setInterval(() => setNow(step()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
