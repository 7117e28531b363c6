// What `/` filters a list by: words that a line must have, or with `!` before them must not have.

/** Case does not matter. An empty filter, or a lone `!`, lets everything through: it is still being typed. */
export function matchesFilter(filter: string, text: string): boolean {
  const inverse = filter.startsWith('!');
  const wanted = (inverse ? filter.slice(1) : filter).trim().toLowerCase();
  if (wanted === '') return true;
  return text.toLowerCase().includes(wanted) !== inverse;
}
