// Answers that are made of one snapshot: written once for all who ask while it is the newest, not once a request.

/** Keeps what was made of `from` under a key; forgotten with `from`. The keys must be few: languages, views, levels. */
export function madeOnce<From extends object, Made>(): (from: From, key: string, make: () => Made) => Made {
  const kept = new WeakMap<From, Map<string, Made>>();
  return (from, key, make) => {
    const made = kept.get(from) ?? new Map<string, Made>();
    kept.set(from, made);
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(key, fresh);
    return fresh;
  };
}
