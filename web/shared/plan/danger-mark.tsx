// How dangerous something is, in the words of the terminal.

import type {ReactNode} from 'react';
import type {Danger} from '../../../src/model/plan.ts';
import {LevelMark} from '../kit/level-mark.tsx';
import {useSay} from '../words/use-words.tsx';

const levels = {safe: 'ok', disruptive: 'warning', destructive: 'critical'} as const;

export function DangerMark({danger}: {readonly danger: Danger}): ReactNode {
  const say = useSay();
  return <LevelMark level={levels[danger]} word={say(`danger.${danger}`)} />;
}
