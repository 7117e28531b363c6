// Where an ended job wrote its output: from the words it was submitted with, or where sbatch puts it by itself. Pure.

export type NamedJob = {
  /** As shown: `12`, `12_3`. */
  readonly id: string;
  readonly rawId: string;
  readonly name: string;
  readonly user: string;
  readonly workDir: string | null;
};

export type SubmittedJob = NamedJob & {readonly submitLine: string};

/**
 * The accounting of Slurm before 24.05 does not keep the paths. `--output` of the command line is in SubmitLine (jobs submitted here
 * always have it); what stood in the script alone (`#SBATCH -o`) is not known any more, and then the default of sbatch(1) is a guess
 * that ends in "not found" where it is wrong.
 */
export function outputsOf(job: SubmittedJob): {readonly stdout: string | null; readonly stderr: string | null} {
  const isTask = job.id.includes('_');
  const stdout = fillPattern(
    optionOf(job.submitLine, 'output', 'o') ?? (isTask ? 'slurm-%A_%a.out' : 'slurm-%j.out'),
    job,
  );
  const error = optionOf(job.submitLine, 'error', 'e');
  return {stdout, stderr: error === null ? stdout : fillPattern(error, job)};
}

/** The last one counts. SubmitLine has no quotes, so a path with a space in it is cut there, and is then not found. */
function optionOf(line: string, long: string, short: string): string | null {
  const found = [...line.matchAll(new RegExp(`(?:^|\\s)(?:--${long}[= ]|-${short} ?)(\\S+)`, 'g'))].at(-1);
  return found?.[1] ?? null;
}

/** The patterns of sbatch(1), filename pattern. One that it cannot know (`%N`, `%t`) makes the path unknown. */
export function fillPattern(pattern: string, job: NamedJob): string | null {
  const [base = '', task = '4294967294'] = job.id.split('_');
  // `12_[3-9]` stands for tasks that have not begun: each will have an output of its own.
  const taskKnown = /^\d+$/.test(task);
  const values: Readonly<Record<string, string>> = {
    '%': '%',
    A: base,
    ...(taskKnown ? {a: task} : {}),
    ...(taskKnown ? {j: job.rawId, J: job.rawId} : {}),
    u: job.user,
    x: job.name,
  };
  let known = true;
  const path = pattern.replace(/%(\d*)(.)/g, (whole, width: string, letter: string) => {
    const value = values[letter];
    if (value === undefined) known = false;
    return value === undefined ? whole : value.padStart(Math.min(Number(width), 10), '0');
  });
  if (!known) return null;
  if (path.startsWith('/')) return path;
  return job.workDir === null ? null : `${job.workDir.replace(/\/$/, '')}/${path}`;
}
