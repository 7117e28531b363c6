// One of a few, as a row of buttons: what is chosen is seen at once, and arrows move between them.

import {SegmentedControl} from '@mantine/core';
import type {ReactNode} from 'react';

type ChoiceRowProps<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly word: (option: T) => string;
  readonly chosen: T;
  readonly choose: (option: T) => void;
};

export function ChoiceRow<T extends string>({label, options, word, chosen, choose}: ChoiceRowProps<T>): ReactNode {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      style={{maxWidth: '100%', overflowX: 'auto'}}
      data={options.map((option) => ({value: option, label: word(option)}))}
      value={chosen}
      onChange={(value) => {
        const found = options.find((option) => option === value);
        if (found !== undefined) choose(found);
      }}
    />
  );
}
