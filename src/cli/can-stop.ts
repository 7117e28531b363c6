// The command `can-stop HOST`: what would break, and what would only move, if that controller went down now.

import {maintenanceNeeds} from '../actions/maintenance.ts';
import {partingEffects} from '../actions/parting/effects.ts';
import type {Language} from '../model/message.ts';
import {findingText} from '../model/messages.ts';
import {collect} from '../probes/collect.ts';
import type {CommandOptions} from './bind.ts';
import type {CliIo} from './io.ts';
import {languageOf} from './language.ts';
import {withSession} from './run/session.ts';

/** Exit code 0: nothing but moves; 1: something would be left without a spare; 2: something would stop, or it cannot be known. */
export async function runCanStop(io: CliIo, options: CommandOptions, host: string): Promise<number> {
  return withSession(io, options, async ({loaded, transport}) => {
    const {config} = loaded;
    const snapshot = await collect(maintenanceNeeds, {config, transport, now: () => Date.now()}, io.signal);
    const effects = partingEffects(snapshot, config, host);
    const stops = effects.filter(({level}) => level === 'critical');
    const bare = effects.filter(({level}) => level === 'warning');
    const exitCode = stops.length > 0 ? 2 : bare.length > 0 ? 1 : 0;
    if (options.json) {
      const verdict = (['ok', 'warning', 'critical'] as const)[exitCode];
      io.stdout(`${JSON.stringify({schema: 1, host, verdict, effects})}\n`);
      return exitCode;
    }
    const language = languageOf(options, io.env);
    const marks = {critical: '✘', unknown: '?', warning: '▲', ok: '✔', info: '·'} as const;
    for (const effect of effects) io.stdout(`${marks[effect.level]} ${findingText(effect, language)}\n`);
    io.stdout(verdictLine(host, exitCode, language));
    return exitCode;
  });
}

function verdictLine(host: string, exitCode: 0 | 1 | 2, language: Language): string {
  const words = {
    en: {
      0: 'may be stopped: every service goes on, and another controller may still fail',
      1: 'may be stopped, but until it is back nothing else may fail',
      2: 'must not be stopped now',
    },
    ko: {
      0: '중지 가능: 모든 서비스가 이어지고 컨트롤러가 한 대 더 고장 나도 됨',
      1: '중지 가능, 단 돌아올 때까지 다른 것이 고장 나면 안 됨',
      2: '지금 중지하면 안 됨',
    },
  } as const;
  return language === 'ko' ? `${host}: ${words.ko[exitCode]}\n` : `${host} ${words.en[exitCode]}\n`;
}
