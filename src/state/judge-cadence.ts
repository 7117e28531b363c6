// When to judge: soon after answers came in, those that come together at once, and not before there is something to judge.

export type Cadence = {
  /** Something new came in; `complete` once every question has been answered at least once. */
  request(complete: boolean): void;
  stop(): void;
};

/** Answers that come within this time are judged together. */
const gapMs = 100;
/**
 * The first judgement waits for every first answer: half an answer looks like a fault. A controller that is off is known to be
 * so within the timeout of its reach probe; only one that hangs in some other way is not waited for any longer than this.
 */
const firstMs = 6000;

export function startCadence(judge: () => void): Cadence {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let begun = false;
  const fire = (): void => {
    timer = undefined;
    begun = true;
    judge();
  };
  return {
    request(complete) {
      if (!begun && !complete) {
        timer ??= setTimeout(fire, Math.max(0, firstMs - (performance.now() - startedAt)));
        return;
      }
      if (!begun) {
        begun = true;
        clearTimeout(timer);
        timer = undefined;
      }
      timer ??= setTimeout(fire, gapMs);
    },
    stop: () => clearTimeout(timer),
  };
}
