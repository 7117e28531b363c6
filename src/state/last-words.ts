// What each cell of the matrix said when it was last seen.

import type {Message} from '../model/message.ts';
import type {HostName, ServiceId} from '../model/service.ts';
import {services} from '../model/service.ts';
import type {Judgement} from '../model/verdict.ts';

export function wordKey(service: ServiceId, host: HostName): string {
  return `${service}@${host}`;
}

/** The words so far with those of the cells that are seen now. */
export function rememberWords(
  words: Readonly<Record<string, Message>>,
  judgement: Judgement,
): Readonly<Record<string, Message>> {
  const seen = services.flatMap((service) =>
    Object.entries(judgement.services[service].controllers).flatMap(([host, cell]): readonly [string, Message][] =>
      cell.reading === 'seen' ? [[wordKey(service, host), cell.word]] : [],
    ),
  );
  return {...words, ...Object.fromEntries(seen)};
}
