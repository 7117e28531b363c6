// One page of an application, as data: its place, its name, its key, and what draws it.

import type {TablerIcon} from '@tabler/icons-react';
import type {ReactNode} from 'react';
import type {Role} from '../api/session.ts';
import type {TextId} from '../words/catalogue.ts';

export type PageEntry = {
  /** First word of the path; '' is the first page. */
  readonly word: string;
  readonly title: TextId;
  readonly icon: TablerIcon;
  /** After `g`. */
  readonly key: string;
  readonly role?: Role;
  /** The words of the path after the first. */
  readonly draw: (rest: readonly string[]) => ReactNode;
};
