// The words of sbatch for a submission. Pure; every value was checked by the schema and travels in one word with its option.

import {WebRefusal} from '../app/web-refusal.ts';
import type {SubmitOptions} from './job-requests.ts';
import {longestScriptBytes} from './job-requests.ts';

type Word = readonly [keyof SubmitOptions, string];

const words: readonly Word[] = [
  ['name', '--job-name'],
  ['partition', '--partition'],
  ['account', '--account'],
  ['qos', '--qos'],
  ['reservation', '--reservation'],
  ['nodes', '--nodes'],
  ['tasks', '--ntasks'],
  ['cpusPerTask', '--cpus-per-task'],
  ['memory', '--mem'],
  ['gpus', '--gpus'],
  ['timeLimit', '--time'],
  ['array', '--array'],
  ['dependency', '--dependency'],
  ['begin', '--begin'],
  ['comment', '--comment'],
  ['error', '--error'],
];

/**
 * Words after `sbatch`; the script follows on its stdin. `workDir` is the user's first root where the request names none: it is the one
 * place that every controller has. Limits are those of the nodes (`--propagate=NONE`), not those of the helper's unit.
 */
export function submitWords(options: SubmitOptions, script: string, defaultDir: string): readonly string[] {
  const given = words.flatMap(([key, option]) => {
    const value = options[key];
    return value === undefined ? [] : [`${option}=${value}`];
  });
  const output = options.output ?? (namesOutput(script) ? null : defaultOutput(options, defaultDir));
  return [
    '--parsable',
    '--propagate=NONE',
    ...given,
    ...(options.hold === true ? ['--hold'] : []),
    ...(options.exclusive === true ? ['--exclusive'] : []),
    `--chdir=${options.workDir ?? defaultDir}`,
    ...(output === null ? [] : [`--output=${output}`]),
  ];
}

/** Said although it is sbatch's own default: so it stands in the accounting, and the output is found after the job has ended. */
function defaultOutput(options: SubmitOptions, defaultDir: string): string {
  const folder = (options.workDir ?? defaultDir).replace(/\/$/, '').replaceAll('%', '%%');
  return `${folder}/${options.array === undefined ? 'slurm-%j.out' : 'slurm-%A_%a.out'}`;
}

/** Whether the script itself says where the output goes: a word on the command line would win over it (sbatch(1)). */
function namesOutput(script: string): boolean {
  return /^#SBATCH\s+(?:.*\s)?(?:--output[= ]|-o)/m.test(script);
}

/** Throws `script-unfit` before sbatch would: it says the same in a sentence for people. */
export function checkScript(script: Buffer): string {
  const text = script.toString('utf8');
  if (script.length > longestScriptBytes || !/^#!\s*\/\S/.test(text) || script.includes(0)) {
    throw new WebRefusal('script-unfit', {limit: longestScriptBytes});
  }
  // Editors of Windows end lines with two characters, and then no program of that name is found.
  return text.replaceAll('\r\n', '\n');
}

/** The id in what `sbatch --parsable` printed: `123` or `123;cluster`. null where it is none. */
export function submittedId(output: string): string | null {
  return /^([1-9]\d{0,9})(;[\w.-]+)?\s*$/.exec(output)?.[1] ?? null;
}
