// The reader's own time zone, for moments that are shown.

/** Minutes east of UTC at that moment. */
export function localOffset(at: number): number {
  return -new Date(at).getTimezoneOffset();
}
