// Titles of the terminal's lists begin in small letters; as a heading or a label of a page they begin with a capital.

export function headOf(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}
