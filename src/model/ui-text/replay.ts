// Words of a replay: the time line, and what a recording cannot do.

import type {Message} from '../message.ts';

export const replayTexts = {
  'replay.playing': {en: 'REPLAY {speed}x', ko: '재생 {speed}배'},
  'replay.paused': {en: 'REPLAY paused', ko: '재생 일시정지'},
  'notice.ticket': {en: 'screen and snapshot are kept: {path}', ko: '화면과 스냅숏을 저장함: {path}'},
} as const satisfies Readonly<Record<string, Message>>;
