// What is different between two plain values, as data: a recording keeps the first judgement whole and of the others only this.

/** Absent (undefined) where nothing is different. `0`: another value. `1`: an object or array of which some members differ or are gone. */
export type Delta = readonly [0, unknown] | readonly [1, Readonly<Record<string, Delta>>, readonly string[]];

type Members = Readonly<Record<string, unknown>>;

/** Plain data only: whatever is no plain object, array or primitive is replaced whole and written by its own toJSON. */
export function deltaOf(before: unknown, after: unknown): Delta | undefined {
  if (Object.is(before, after)) return undefined;
  if (!hasMembers(before) || !hasMembers(after) || !isComparable(before, after)) return [0, after];
  const changed: Record<string, Delta> = {};
  for (const key of Object.keys(after)) {
    // A member that is undefined is not there: JSON has no word for it.
    if (after[key] === undefined) continue;
    const delta = before[key] === undefined ? ([0, after[key]] as const) : deltaOf(before[key], after[key]);
    if (delta !== undefined) changed[key] = delta;
  }
  const gone = Object.keys(before).filter((key) => before[key] !== undefined && after[key] === undefined);
  return Object.keys(changed).length === 0 && gone.length === 0 ? undefined : [1, changed, gone];
}

/** The value after the change. What did not change is shared with `before`. Throws TypeError where the delta does not fit. */
export function withDelta(before: unknown, delta: Delta | undefined): unknown {
  if (delta === undefined) return before;
  if (delta[0] === 0) return delta[1];
  const [, changed, gone] = delta;
  if (Array.isArray(before)) {
    const items: unknown[] = [...before];
    for (const [key, one] of Object.entries(changed)) {
      const index = Number(key);
      if (!(index >= 0 && index < items.length)) throw new TypeError(`there is no item ${key}`);
      items[index] = withDelta(items[index], one);
    }
    return items;
  }
  if (!hasMembers(before)) throw new TypeError('a change of members without an object to change');
  const members: Record<string, unknown> = {...before};
  for (const [key, one] of Object.entries(changed)) members[key] = withDelta(members[key], one);
  for (const key of gone) delete members[key];
  return members;
}

/** Members can be compared one by one: two plain objects, or two arrays of one length. */
function isComparable(before: Members, after: Members): boolean {
  if (Array.isArray(before) || Array.isArray(after)) {
    return Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  }
  return true;
}

/** A plain object or an array. */
function hasMembers(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

/** JSON has no 64-bit integers and no NaN; both are written as an object with this one member. */
const numberKey = '$number';

/** One line of JSON for a value with deltas in it. */
export function encodeValue(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => {
    if (typeof one === 'bigint') return {[numberKey]: `${one}n`};
    if (typeof one === 'number' && !Number.isFinite(one)) return {[numberKey]: String(one)};
    return one;
  });
}

/** Throws SyntaxError where the line is no JSON. */
export function decodeValue(line: string): unknown {
  return JSON.parse(line, (_key, one: unknown) => {
    if (typeof one !== 'object' || one === null || !(numberKey in one)) return one;
    const written = String(Reflect.get(one, numberKey));
    return /^-?\d+n$/.test(written) ? BigInt(written.slice(0, -1)) : Number(written);
  });
}
