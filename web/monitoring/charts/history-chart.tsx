// One chart: its lines, and beside them the same as figures.

import type {ReactNode} from 'react';
import {useRef} from 'react';
import {CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis} from 'recharts';
import {formatMoment} from '../../../src/model/quantity.ts';
import type {History} from '../../shared/api/history.ts';
import {askHistory} from '../../shared/api/history.ts';
import {localOffset} from '../../shared/events/local-time.ts';
import {Asked} from '../../shared/kit/asked.tsx';
import {Nothing, Panel} from '../../shared/kit/panel.tsx';
import type {Resource} from '../../shared/resource/use-resource.ts';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import type {ChartLines} from './chart-lines.ts';
import {chartLines, figuresOf} from './chart-lines.ts';
import type {ChartEntry} from './chart-table.ts';
import style from './history-chart.module.css';

type Span = {readonly from: number; readonly to: number};

export function HistoryChart({chart, span}: {readonly chart: ChartEntry; readonly span: Span}): ReactNode {
  const say = useSay();
  const resource = useKept(useResource(askHistory({metric: chart.metric, where: chart.where, ...span})));
  return (
    <Panel title={say(chart.title)}>
      <Asked resource={resource} lines={5}>
        {(history) => {
          const lines = chartLines(history, chart.by, say('chart.cluster'));
          if (lines.rows.length === 0) return <Nothing>{say('charts.empty')}</Nothing>;
          return (
            <>
              <Drawing lines={lines} span={span} format={chart.format} title={say(chart.title)} />
              <Figures lines={lines} format={chart.format} />
            </>
          );
        }}
      </Asked>
    </Panel>
  );
}

/** While the next span is asked for, the one before stays: charts must not blink every half minute. */
function useKept(resource: Resource<History>): Resource<History> {
  const last = useRef(resource);
  if (resource.value !== null || resource.failure !== null) last.current = resource;
  return resource.loading ? {...last.current, loading: true} : resource;
}

/** Colours that hold on dark and on light ground; each line has a pattern as well, so that none depends on its colour. */
const colours = ['var(--accent)', 'var(--warning)', 'var(--unknown)', 'var(--info)', 'var(--ok)', 'var(--critical)'];
const patterns = ['', '6 3', '2 3', '9 3 2 3', '12 4', '4 2 1 2', '1 4', '8 2 8 2'];

export function colourOf(index: number): string {
  return colours[index % colours.length] ?? 'currentColor';
}

type DrawingProps = {
  readonly lines: ChartLines;
  readonly span: Span;
  readonly format: (value: number) => string;
  readonly title: string;
};

function Drawing({lines, span, format, title}: DrawingProps): ReactNode {
  const moment = (at: number): string => formatMoment(at, Date.now(), localOffset(at)).replace(/:\d\d$/, '');
  const domain = [span.from * 1000, span.to * 1000];
  return (
    <div className={style['drawing']} role="img" aria-label={title}>
      <ResponsiveContainer width="100%" height={170}>
        <LineChart data={[...lines.rows]} margin={{top: 6, right: 6, bottom: 0, left: 0}} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--hairline)" vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={domain}
            tickFormatter={moment}
            minTickGap={48}
            stroke="var(--edge)"
            tick={{fill: 'var(--quiet)', fontSize: 11}}
            tickLine={false}
          />
          <YAxis
            width={64}
            tickFormatter={(value: number) => format(value)}
            stroke="none"
            tick={{fill: 'var(--quiet)', fontSize: 11}}
            tickCount={4}
          />
          <Tooltip
            labelFormatter={(at) => (typeof at === 'number' ? moment(at) : '')}
            formatter={(value) => (typeof value === 'number' ? format(value) : '–')}
            contentStyle={{background: 'var(--raised)', border: '1px solid var(--edge)', borderRadius: 6, fontSize: 12}}
            labelStyle={{color: 'var(--quiet)'}}
            isAnimationActive={false}
          />
          {lines.names.map((name, index) => (
            <Line
              key={name}
              dataKey={name}
              type="monotone"
              stroke={colourOf(index)}
              strokeDasharray={patterns[index % patterns.length] ?? ''}
              strokeWidth={1.8}
              dot={false}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

function Figures({lines, format}: {readonly lines: ChartLines; readonly format: (value: number) => string}): ReactNode {
  const say = useSay();
  const text = (value: number | null): string => (value === null ? '–' : format(value));
  return (
    <table className={style['figures']}>
      <thead>
        <tr>
          <th scope="col">{say('charts.series')}</th>
          <th scope="col">{say('charts.last')}</th>
          <th scope="col">{say('charts.least')}</th>
          <th scope="col">{say('charts.most')}</th>
        </tr>
      </thead>
      <tbody>
        {figuresOf(lines).map(({name, last, least, most}, index) => (
          <tr key={name}>
            <th scope="row">
              <svg width="22" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="22"
                  y2="4"
                  stroke={colourOf(index)}
                  strokeWidth="2"
                  strokeDasharray={patterns[index % patterns.length] ?? ''}
                />
              </svg>
              {name}
            </th>
            <td>{text(last)}</td>
            <td>{text(least)}</td>
            <td>{text(most)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
