// Why signing in at the outside provider came to nothing: a word in the address of the page that the browser is sent back to.

/** `failed`: the provider was away or said no, or the way back was not this browser's. */
export type OutsideReason = 'failed' | 'no-user';

export const outsideReasonKey = 'sign-in';
