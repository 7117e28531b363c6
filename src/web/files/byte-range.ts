// Which bytes of a file a request gets: the whole, a part, nothing because it is known already, or none at all (RFC 9110 §13–14). Pure.

export type RangeAsked = {
  readonly range: string | null;
  readonly ifRange: string | null;
  readonly ifNoneMatch: string | null;
};

export type RangeAnswer =
  | {readonly status: 200; readonly from: 0; readonly length: number}
  | {readonly status: 206; readonly from: number; readonly length: number}
  | {readonly status: 304}
  | {readonly status: 416};

/**
 * Several ranges at once, units other than bytes and ranges that are no ranges are answered with the whole file, as RFC 9110 §14.2
 * allows. `If-Range` must be the strong tag itself: a date or a weak tag proves nothing, so the whole file is sent.
 */
export function chooseRange(asked: RangeAsked, size: number, tag: string): RangeAnswer {
  if (asked.ifNoneMatch !== null && matchesAny(asked.ifNoneMatch, tag)) return {status: 304};
  const whole = {status: 200, from: 0, length: size} as const;
  if (asked.range === null || (asked.ifRange !== null && asked.ifRange.trim() !== tag)) return whole;
  const parts = /^bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})$/i.exec(asked.range.trim());
  const [, first = '', last = ''] = parts ?? [];
  if (parts === null || (first === '' && last === '')) return whole;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? {status: 416} : {status: 206, from: size - length, length};
  }
  const from = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return whole;
  if (from >= size) return {status: 416};
  return {status: 206, from, length: end - from + 1};
}

/** If-None-Match compares weakly (RFC 9110 §13.1.2). */
function matchesAny(header: string, tag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
