// The texts of the templates by name: from templates/ in a checkout, from inside the bundle in the single executable.

import {readFileSync} from 'node:fs';

/** esbuild replaces this name by the object of all templates (`define`), so that the executable needs no files beside it. */
declare const HPCHA_TEMPLATES: Readonly<Record<string, string>> | undefined;

const loaded = new Map<string, string>();

/**
 * The text of `templates/NAME.eta`, for example `mariadb/galera.cnf`.
 * Throws a plain Error for a name that there is no template of: that is a fault of the program, not of the input.
 */
export function templateText(name: string): string {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const text =
    typeof HPCHA_TEMPLATES === 'undefined'
      ? readFileSync(new URL(`../../templates/${name}.eta`, import.meta.url), 'utf8')
      : HPCHA_TEMPLATES[name];
  if (text === undefined) throw new Error(`no template is called ${name}`);
  loaded.set(name, text);
  return text;
}
