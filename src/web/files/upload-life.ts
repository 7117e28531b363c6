// How long an upload waits for somebody to go on with it.

/** A week over a weekend and a holiday. Counted from the last piece, not from the first. */
export const uploadLifeMs = 7 * 24 * 60 * 60 * 1000;
