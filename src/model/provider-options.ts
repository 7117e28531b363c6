// Reads wsrep_provider_options, the one line in which Galera tells its settings.

/** One option of `a = 1; b = 2; …`. */
export function option(options: string, name: string): string | undefined {
  for (const pair of options.split(';')) {
    const [key, value] = pair.split('=').map((word) => word.trim());
    if (key === name) return value;
  }
  return undefined;
}

/** Seconds of a period as Galera writes it: `PT1.5S`, `PT1M30S`; null for what is none. */
export function periodSeconds(period: string): number | null {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(period.trim());
  if (match === null || period.trim() === 'PT') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
