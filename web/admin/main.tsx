// The admin pages: nodes, jobs of all, actions and drills, runs, users, logs, configuration.

import {
  IconBolt,
  IconFileText,
  IconHistory,
  IconListCheck,
  IconServer,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';
import {start} from '../shared/frame/start.tsx';
import {ActionPage} from './actions/action-page.tsx';
import {ActionsPage} from './actions/actions-page.tsx';
import {ConfigPage} from './config/config-page.tsx';
import {AllJobsPage} from './jobs/all-jobs-page.tsx';
import {AnyJobPage} from './jobs/any-job-page.tsx';
import {LogsPage} from './logs/logs-page.tsx';
import {NodesPage} from './nodes/nodes-page.tsx';
import {RunPage} from './runs/run-page.tsx';
import {RunsPage} from './runs/runs-page.tsx';
import {UsersPage} from './users/users-page.tsx';

start('admin', [
  {word: '', title: 'nodes.title', icon: IconServer, key: 'n', role: 'operator', draw: () => <NodesPage />},
  {
    word: 'jobs',
    title: 'jobs.all',
    icon: IconListCheck,
    key: 'j',
    role: 'operator',
    draw: ([id]) => (id === undefined ? <AllJobsPage /> : <AnyJobPage id={id} />),
  },
  {
    word: 'actions',
    title: 'actions.page',
    icon: IconBolt,
    key: 'a',
    role: 'operator',
    draw: ([id]) => (id === undefined ? <ActionsPage /> : <ActionPage key={id} id={id} />),
  },
  {
    word: 'runs',
    title: 'runs.page',
    icon: IconHistory,
    key: 'r',
    role: 'operator',
    draw: ([id]) => (id === undefined ? <RunsPage /> : <RunPage id={id} />),
  },
  {word: 'users', title: 'users.title', icon: IconUsers, key: 'u', role: 'admin', draw: () => <UsersPage />},
  {word: 'logs', title: 'logs.page', icon: IconFileText, key: 'l', role: 'operator', draw: () => <LogsPage />},
  {word: 'config', title: 'config.page', icon: IconSettings, key: 'c', role: 'admin', draw: () => <ConfigPage />},
]);
