// Tells "it is not there" from every other error of the file system or of kill(2).

/** ENOENT, ENODEV (a cgroup file whose group has gone) and ESRCH mean that what we look for no longer exists. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENODEV' || code === 'ESRCH';
}
