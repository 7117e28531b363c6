// The three applications and where they are: the same row in each of them.

import type {Role} from '../api/session.ts';
import type {TextId} from '../words/catalogue.ts';

export type ApplicationName = 'dashboard' | 'monitoring' | 'admin';

export type Application = {
  readonly name: ApplicationName;
  readonly base: string;
  readonly title: TextId;
  /** Who is below this is not shown it; the services refuse by themselves as well. */
  readonly role: Role;
};

export const applications: readonly Application[] = [
  {name: 'dashboard', base: '', title: 'app.dashboard', role: 'user'},
  {name: 'monitoring', base: '/monitoring', title: 'app.monitoring', role: 'user'},
  {name: 'admin', base: '/admin', title: 'app.admin', role: 'operator'},
];
