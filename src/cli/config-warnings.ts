// Says on stderr what the configuration's checker warns of, in the reader's language.

import {type ConfigMessage, formatMessage} from '../config/message.ts';
import type {Language} from '../model/message.ts';
import {planWords} from '../model/plan-words.ts';
import type {CliIo} from './io.ts';

export function tellWarnings(io: CliIo, warnings: readonly ConfigMessage[], language: Language): void {
  for (const warning of warnings) io.stderr(`${planWords(`warning: ${formatMessage(warning)}`, language)}\n`);
}
