// A button that leads to an action with its fields filled in: it shows the plan, it starts nothing.

import {Button} from '@mantine/core';
import type {ReactNode} from 'react';
import {useRoute} from '../../shared/route/router.tsx';

type ActionButtonProps = {
  readonly action: string;
  readonly input: Readonly<Record<string, string>>;
  readonly label: string;
  readonly children: ReactNode;
};

export function ActionButton({action, input, label, children}: ActionButtonProps): ReactNode {
  const {go} = useRoute();
  return (
    <Button
      variant="default"
      size="compact-xs"
      mr={6}
      aria-label={label}
      onClick={() => go(`actions/${action}?${new URLSearchParams(input)}`)}
    >
      {children}
    </Button>
  );
}
