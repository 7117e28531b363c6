// The language of a command's text: what --lang says, else the locale.

import type {Language} from '../model/message.ts';
import type {CliIo} from './io.ts';

/** `--lang`, then `LC_ALL`, `LC_MESSAGES`, `LANG` in that order, as programs do. */
export function languageOf(options: {readonly lang?: Language | undefined}, env: CliIo['env']): Language {
  if (options.lang !== undefined) return options.lang;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.startsWith('ko') ? 'ko' : 'en';
}

/** The same from arguments that nothing has parsed: of a command that failed before or while it was carried out. */
export function languageOfArguments(argv: readonly string[], env: CliIo['env']): Language {
  const at = argv.indexOf('--lang');
  const given = at < 0 ? argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length) : argv[at + 1];
  return languageOf(given === 'ko' || given === 'en' ? {lang: given} : {}, env);
}
