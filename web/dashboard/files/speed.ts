// How fast something is sent: over the last few seconds, so that it neither jumps nor remembers what was long ago.

const windowMs = 5000;

/** Returns a function that is told the bytes so far and the time, and answers bytes a second; null until it can say. */
export function makeSpeed(): (bytes: number, now: number) => number | null {
  let marks: readonly {readonly bytes: number; readonly at: number}[] = [];
  return (bytes, now) => {
    marks = [...marks.filter(({at}) => now - at <= windowMs), {bytes, at: now}];
    const [first] = marks;
    if (first === undefined || now - first.at < 500) return null;
    return Math.max(0, ((bytes - first.bytes) * 1000) / (now - first.at));
  };
}
