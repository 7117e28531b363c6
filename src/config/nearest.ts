// Finds the known word that an unknown one was probably meant to be.

/** The closest of the known words, or undefined when none is close enough to be worth naming. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  let best: {readonly word: string; readonly distance: number} | undefined;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    const shared = other.startsWith(lower) || lower.startsWith(other);
    const distance = Math.min(editDistance(lower, other), shared ? 2 : Number.POSITIVE_INFINITY);
    if (best === undefined || distance < best.distance) best = {word: candidate, distance};
  }
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 2)) ? best.word : undefined;
}

/** Levenshtein distance with two rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitute, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
