// Reads and checks the settings file of the web services, so that a service that cannot work says why before it listens.

import {readFile} from 'node:fs/promises';
import {HpchaError} from '../model/error.ts';
import {type WebSettings, webSettingsSchema} from './settings.ts';

const hint = 'phase 6 writes it: hpcha-tui start --phase 6';

/** Rejects with `config`, naming the file and every key that is wrong. */
export async function loadWebSettings(file: string): Promise<WebSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new HpchaError({code: 'config', where: file, what: 'the settings cannot be read', hint, cause});
  }
  const parsed = webSettingsSchema.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({path, message}) => `${path.map(String).join('.') || 'file'}: ${message}`);
  throw new HpchaError({code: 'config', where: file, what: faults.join('; '), hint});
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HpchaError({code: 'config', where: file, what: 'the settings are not JSON', hint, cause});
  }
}
