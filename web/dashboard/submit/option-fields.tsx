// The options of a submission; what is left empty is left to the script and to Slurm.

import {NativeSelect, TextInput} from '@mantine/core';
import type {ReactNode} from 'react';
import type {SubmitOptions} from '../../shared/api/jobs.ts';
import {askPartitions} from '../../shared/api/jobs.ts';
import {useResource} from '../../shared/resource/use-resource.ts';
import {useSay} from '../../shared/words/use-words.tsx';
import style from './option-fields.module.css';

export function OptionFields(): ReactNode {
  const say = useSay();
  const partitions = useResource(askPartitions()).value ?? [];
  return (
    <div className={style['fields']}>
      <TextInput name="name" label={say('submit.name')} maxLength={256} className={style['wide'] ?? ''} />
      <NativeSelect
        name="partition"
        label={say('submit.partition')}
        className={style['wide'] ?? ''}
        data={[
          {value: '', label: say('submit.partition-default')},
          ...partitions.map(({name, up}) => ({value: name, label: name, disabled: !up})),
        ]}
      />
      <TextInput name="nodes" label={say('submit.nodes')} inputMode="numeric" pattern="\d{1,6}(-\d{1,6})?" />
      <TextInput name="tasks" label={say('submit.tasks')} inputMode="numeric" pattern="\d*" />
      <TextInput name="cpusPerTask" label={say('submit.cpus')} inputMode="numeric" pattern="\d*" />
      <TextInput name="memory" label={say('submit.memory')} description={say('submit.memory-rule')} />
      <TextInput
        name="timeLimit"
        label={say('submit.time')}
        description={say('submit.time-rule')}
        className={style['wide'] ?? ''}
      />
    </div>
  );
}

/** Only what was filled in. Whether it is right, the Job API and sbatch say. */
export function optionsOf(fields: FormData): SubmitOptions {
  const text = (name: string): string => String(fields.get(name) ?? '').trim();
  const texts = (['name', 'partition', 'nodes', 'memory', 'timeLimit'] as const).flatMap((name) =>
    text(name) === '' ? [] : [[name, text(name)] as const],
  );
  const numbers = (['tasks', 'cpusPerTask'] as const).flatMap((name) =>
    text(name) === '' ? [] : [[name, Number(text(name))] as const],
  );
  return Object.fromEntries<string | number>([...texts, ...numbers]);
}
