// Are two plain values equal, apart from keys that no eye can see?

/** Deep equality of JSON-like data. Keys in `ignored` are not compared, at any depth. */
export function sameValue(a: unknown, b: unknown, ignored: ReadonlySet<string>): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameValue(item, b[index], ignored));
  }
  const keys = Object.keys(a).filter((key) => !ignored.has(key));
  const other = Object.keys(b).filter((key) => !ignored.has(key));
  if (keys.length !== other.length) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return keys.every((key) => right.has(key) && sameValue(left.get(key), right.get(key), ignored));
}
