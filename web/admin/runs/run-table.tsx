// Runs and the audit journal as one kind of table: when, what, how it ended, who, how long, why.

import type {ReactNode} from 'react';
import {formatDuration} from '../../../src/model/quantity.ts';
import {momentText} from '../../shared/jobs/job-table.tsx';
import {type Column, DataTable} from '../../shared/kit/data-table.tsx';
import {headOf} from '../../shared/words/head-of.ts';
import {useSay} from '../../shared/words/use-words.tsx';

export type RunLine = {
  readonly key: string;
  readonly at: number;
  /** The title, or a link with it. */
  readonly what: ReactNode;
  readonly result: ReactNode;
  readonly who: string;
  readonly tookMs: number | null;
  readonly reason: string | null;
  /** Whom it touched; absent where the table does not say. */
  readonly targets?: readonly string[];
};

export function RunTable({lines}: {readonly lines: readonly RunLine[]}): ReactNode {
  const say = useSay();
  const withTargets = lines.some(({targets}) => targets !== undefined);
  const columns: readonly Column<RunLine>[] = [
    {title: headOf(say('runs.when')), nowrap: true, cell: ({at}) => momentText(at)},
    {title: headOf(say('runs.what')), cell: ({what}) => what},
    {title: headOf(say('runs.result')), cell: ({result}) => result},
    {title: headOf(say('runs.who')), cell: ({who}) => who},
    ...(withTargets
      ? [{title: headOf(say('runs.targets')), cell: ({targets}: RunLine) => targets?.join(', ') || '–'}]
      : []),
    {
      title: headOf(say('runs.took')),
      nowrap: true,
      cell: ({tookMs}) => (tookMs === null ? '–' : formatDuration(tookMs)),
    },
    {title: headOf(say('confirm.reason')), cell: ({reason}) => reason ?? '–'},
  ];
  return <DataTable columns={columns} rows={lines} keyOf={({key}) => key} />;
}
