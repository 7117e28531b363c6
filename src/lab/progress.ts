// Progress lines of the lab: what is being done, with the seconds since the command began.

export type Progress = (line: string) => void;

/** A progress printer; `now` gives milliseconds and is read once here and once a line. */
export function progressTo(write: (text: string) => void, now: () => number): Progress {
  const start = now();
  return (line) => write(`[${((now() - start) / 1000).toFixed(1).padStart(6)}s] ${line}\n`);
}
