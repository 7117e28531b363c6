// Remembers answers for some seconds, so that many who look at the same thing ask for it once.

/**
 * `now` in milliseconds. Questions under one key that come while one is under way wait for it. A failure is not remembered. No more than
 * `most` keys are kept: the oldest go.
 */
export function briefly(
  forMs: number,
  now: () => number,
  most: number,
): <T>(key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string, {readonly at: number; readonly answer: Promise<unknown>}>();
  return async <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const found = known.get(key);
    if (found !== undefined && now() - found.at < forMs) return found.answer as Promise<T>;
    const answer = ask();
    known.delete(key);
    known.set(key, {at: now(), answer});
    answer.catch(() => {
      if (known.get(key)?.answer === answer) known.delete(key);
    });
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
