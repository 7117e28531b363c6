// Partitions as sinfo knows them: what a submit form offers. Pure.

import {z} from 'zod';
import {cleanText} from '../../transport/clean-text.ts';
import {readMarkedRows} from './marked-rows.ts';
import {secondsOf} from './slurm-words.ts';

export const partitionSchema = z.object({
  name: z.string(),
  isDefault: z.boolean(),
  up: z.boolean(),
  timeLimitSeconds: z.number().nullable(),
  nodes: z.object({allocated: z.number(), idle: z.number(), other: z.number(), total: z.number()}),
  cpus: z.object({allocated: z.number(), idle: z.number(), other: z.number(), total: z.number()}),
});
export type Partition = z.output<typeof partitionSchema>;

const columns = ['PartitionName', 'Partition', 'Available', 'Time', 'NodeAIOT', 'CPUsState'] as const;

/** Words after `sinfo`: one row a partition, however many nodes it has. */
export function partitionWords(mark: string): readonly string[] {
  return ['--noheader', '--summarize', `--Format=${columns.map((column) => `${column}:${mark}`).join(',')}`];
}

export function readPartitions(output: string, mark: string): readonly Partition[] {
  return readMarkedRows(output, {mark, columns: columns.length, command: 'sinfo'}).map((row) => {
    const [name = '', shown = '', available = '', time = '', nodes = '', cpus = ''] = row.map((word) =>
      cleanText(word.trim()),
    );
    return {
      name,
      // sinfo marks the default partition with a star (sinfo(1)).
      isDefault: shown.endsWith('*'),
      up: available === 'up',
      timeLimitSeconds: secondsOf(time),
      nodes: countsOf(nodes),
      cpus: countsOf(cpus),
    };
  });
}

/** `allocated/idle/other/total` */
function countsOf(word: string): Partition['nodes'] {
  const [allocated = 0, idle = 0, other = 0, total = 0] = word.split('/').map(Number);
  return {allocated, idle, other, total};
}
