// The dashboard: the cluster at a glance, my jobs and my files.

import {IconLayoutDashboard} from '@tabler/icons-react';
import {start} from '../shared/frame/start.tsx';
import {GlancePage} from './overview/glance-page.tsx';

start('dashboard', [
  {word: '', title: 'glance.title', icon: IconLayoutDashboard, key: 'h', draw: () => <GlancePage />},
]);
