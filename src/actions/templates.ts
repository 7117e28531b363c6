// The texts of the templates by name, read from templates/; the bundler puts their texts in this module's place.

import {readFileSync} from 'node:fs';

const loaded = new Map<string, string>();

/**
 * The text of `templates/NAME.eta`, for example `mariadb/galera.cnf`. Throws a plain Error that names the file when there is
 * none: a fault of the program, never of the input.
 */
export function templateText(name: string): string {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`../../templates/${name}.eta`, import.meta.url), 'utf8');
  loaded.set(name, text);
  return text;
}
